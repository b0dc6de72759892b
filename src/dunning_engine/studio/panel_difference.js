// Files that are dropped anywhere on the page go to the ledger's field. Without this the editor would take their text in, or the
// browser would leave the page.
(() => {
  const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const over = (on) => document.body.classList.toggle("df-over", on);
  const halt = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  addEventListener("dragover", (event) => { if (files(event)) { halt(event); over(true); } }, true);
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); }, true);
  addEventListener("drop", (event) => {
    over(false);
    if (!files(event)) return;
    halt(event);
    const field = document.querySelector('[data-testid="ledger-drop"] input[type=file]');
    if (!field || !event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", {bubbles: true}));
  }, true);
})();
