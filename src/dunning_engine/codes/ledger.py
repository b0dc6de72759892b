"""DE550 and on: the file of a ledger, of events or of accounts cannot be used, or a row of it."""

from __future__ import annotations

from dunning_engine.codes.code import Code

LEDGER: dict[str, Code] = {
    "DE550": Code(
        "Ledger in another encoding",
        "The bytes of the ledger are not text in UTF-8, or not in the encoding that the mapping file names. Excel in Swedish saves CSV as "
        "Windows-1252. Nothing is guessed: a wrong guess changes names and amounts silently.",
        "Name the encoding under 'format' in a mapping file, or save the ledger as UTF-8.",
    ),
    "DE551": Code(
        "Ledger without rows",
        "The file is empty, or holds only the names of its columns. The first is an error, the second a warning: there may be nothing to dun.",
        "Check that the export ran to its end.",
    ),
    "DE552": Code(
        "Row that cannot be read",
        "A row has more or fewer fields than the header, a quote that never closes, or is no JSON object. The row is left out and the rest evaluated. "
        "Where it is an event, the invoice that it names is left out too: what cannot be read may be its payment.",
        "Put values that hold the delimiter in double quotes, and write every row whole.",
    ),
    "DE553": Code(
        "File of another kind",
        "The file is not what its name says, or breaks off: an Excel workbook, a zip file, JSON or Parquet without its end. None of it is used, "
        "since nobody can tell what is lost.",
        "Save it as CSV, JSON, NDJSON or Parquet, whole.",
    ),
    "DE554": Code(
        "Invoice stands twice",
        "Several rows have the same invoice number. Nobody can tell which of them is right, so all are left out.",
        "Keep one row for each invoice. What has happened to it belongs among its events.",
    ),
    "DE555": Code(
        "Column missing",
        "A column that is always needed is not in the file, or the mapping file names one that is not there.",
        "Rename the column, or say in a mapping file what it is called.",
    ),
    "DE556": Code(
        "Column that nothing reads",
        "The name of a column is no fact. It is an error where it is surely a slip of one, since the fact would be missing unseen; otherwise a warning.",
        "Correct the name, or list the column under 'ignore' in a mapping file.",
    ),
    "DE557": Code(
        "Header that cannot be used",
        "Two columns have the same name, or the whole header is one column because the file is divided by another character.",
        "Rename one of the columns; name the delimiter under 'format' in a mapping file.",
    ),
    "DE558": Code(
        "Event without its invoice",
        "An event names no invoice, or one that is not in the ledger. A payment may then be missing from the invoice it was meant for.",
        "Write the number the same way in both files, and export both at the same time.",
    ),
    "DE559": Code(
        "Value that the mapping cannot read",
        "A date or a number does not have the form that the mapping file gives, or a word is none of those under 'values'. The invoice is left out.",
        "Correct the form, add the word, or correct the value.",
    ),
    "DE560": Code(
        "No such policy",
        "The invoice or account names a policy that is not there, or names none and the command does not either.",
        "Correct the name in the column 'policy', or give --policy.",
    ),
    "DE561": Code(
        "Mapping leaves something out",
        "Something that every invoice or event needs has neither a column nor a constant.",
        "Add it under 'columns', or under 'constants' where it is the same everywhere.",
    ),
    "DE562": Code(
        "Mapping says two things",
        "Something has both a column and a constant, or a column is both read and ignored.",
        "Keep one of the two.",
    ),
    "DE563": Code(
        "Mapping says what nothing reads",
        "There are words for something that has no column, or an event is given what events of its kind do not carry.",
        "Remove it, or correct its name.",
    ),
    "DE564": Code(
        "Form that cannot be read",
        "The form of dates is not put together of year, month and day, each once; or decimals and thousands have the same mark.",
        "Write it like D/M/YYYY, YYYY-MM-DD or YYYYMMDD.",
    ),
    "DE565": Code(
        "Word outside its list, in a mapping",
        "The mapping file turns a word into one that has no meaning for that fact.",
        "Choose one of the words that the hint names.",
    ),
    "DE566": Code(
        "Account contradicts itself",
        "The rows of one account say different things of the account itself: its client, its currency or its policy. It is left out.",
        "Repeat the same values in every row of the account, or give the other rows another account's number.",
    ),
    "DE567": Code(
        "Account stands twice",
        "An account that carries its entries, as accounts do in JSON, stands more than once. Its entries might be counted twice, so it is left out.",
        "Keep one object for each account, with all its entries.",
    ),
}
