"""The sentences of an explanation, in Swedish and English, and how amounts, delays and comparisons are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.words import STAGES, days_words
from dunning_engine.policy.condition import Operator
from dunning_engine.policy.model import Anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.policy.model import Delay

PHRASES: dict[str, dict[str, str]] = {
    "sv": {
        "headline": "Faktura {invoice} den {as_of}, {title}, version från {revision} ({source})",
        "money": "Kvar att betala {balance} kr: kapital {principal}, avgifter {fees}, krävd ränta {interest}",
        "overpaid": "Betalt för mycket: {amount} kr",
        "due": "Förfallodag {due}",
        "moved": "flyttad till {due}, närmaste bankdag ({law})",
        "postal": "med postdagar till {day}; räknas som obetald dagen efter",
        "taken": "{on}: {step} togs, avgift {fee} kr, ränta {interest} kr, betala senast {pay_by}",
        "last_taken": "{on}: {step} togs, det senaste steget",
        "event": "{on}: {what}{carried}",
        "through": ", till och med {day}",
        "continues": "Återköpt {day}; {policy} drev fakturan dessförinnan, och det som gjordes då görs inte om",
        "outcome": "Utfall «{title}»",
        "always": "gäller alltid",
        "recourse": "Regress",
        "window": "drivs till och med {last}, återköps från {first}",
        "buy_back_sum": "återköpet: betalat {price} + avgift {fee} − inbetalt kapital {received}{beside} = {amount} kr",
        "beside": " + avgifter och ränta {beside}",
        "interest_invoice": "{title}: ränta på fakturan {interest} kr, gräns {least} kr{total} ({source})",
        "customer_total": " eller {least} kr på kundens alla fakturor",
        "exclusion": "Undantag «{reason}»",
        "hold": "Vila «{reason}»",
        "override": "Egna intervall «{title}»",
        "holds": "gäller",
        "does_not_hold": "gäller inte",
        "any": "något av",
        "passed_over": "{title} hoppas över ({source})",
        "due_step": "{title} är på tur sedan {day}: {delay} ({source})",
        "later_step": "{title} är på tur {day}: {delay} ({source})",
        "ladder_done": "Policyn har inga fler steg; vad som sker härnäst avgör en människa",
        "charged_when": "Villkoret för att kräva ränta",
        "action": "Gör: {title} ({key}, {source})",
        "lacks": "{fact} saknas eller kom för sent",
        "sent": "skickas {channel}",
        "price": "köpeskilling {advance} kr − avgift {fee} kr = utbetalning {payout} kr den {day}",
        "terms": "förskott {advance} kr − avgift {fee} kr = utbetalning {payout} kr den {day}",
        "amount": "belopp {amount} kr",
        "interest_line": "faktura {invoice}: ränta {amount} kr",
        "comment": "kommentar: {comment}",
        "postings": "bokförs: {postings}",
        "fee": "avgift {fee} kr",
        "compensation": "varav förseningsersättning {amount} kr",
        "period": "ränta {first}–{last}, {days} à {rate} % på {principal} kr: {amount} kr",
        "settled": "avgår ränta som redan är betald, krävd eller fakturerad: {amount} kr",
        "to_pay": "att betala {amount} kr = kapital {principal} + avgifter {fees} + ränta {interest}",
        "pay_by": "betala senast {day}",
        "law": "lag: {law}",
        "blocker": "Hinder: {message} [{code}, {source}]",
        "remark": "Obs: {message} [{code}, {source}]",
        "nothing": "Inget att göra; läge: {stage}",
        "next": "Nästa steg: {step} tidigast {day}{waits}",
        "waits": ", väntar på {facts}",
        "note": "Anteckning: {note}",
        "digest": "Policy och lag: {digest}",
    },
    "en": {
        "headline": "Invoice {invoice} on {as_of}, {title}, revision from {revision} ({source})",
        "money": "Left to pay {balance} kr: principal {principal}, fees {fees}, interest claimed {interest}",
        "overpaid": "Paid in excess: {amount} kr",
        "due": "Due on {due}",
        "moved": "moved to {due}, the next banking day ({law})",
        "postal": "with postal days to {day}; counts as unpaid from the day after",
        "taken": "{on}: {step} was taken, fee {fee} kr, interest {interest} kr, to pay by {pay_by}",
        "last_taken": "{on}: {step} was taken, the last step",
        "event": "{on}: {what}{carried}",
        "through": ", through {day}",
        "continues": "Bought back on {day}; {policy} pursued it before, and what was done then is not done again",
        "outcome": "Outcome «{title}»",
        "always": "always holds",
        "recourse": "Recourse",
        "window": "pursued through {last}, bought back from {first}",
        "buy_back_sum": "the buy-back: paid {price} + fee {fee} − capital received {received}{beside} = {amount} kr",
        "beside": " + fees and interest {beside}",
        "interest_invoice": "{title}: interest on the invoice {interest} kr, threshold {least} kr{total} ({source})",
        "customer_total": " or {least} kr on all the customer's invoices",
        "exclusion": "Exclusion «{reason}»",
        "hold": "Hold «{reason}»",
        "override": "Own intervals «{title}»",
        "holds": "holds",
        "does_not_hold": "does not hold",
        "any": "any of",
        "passed_over": "{title} is passed over ({source})",
        "due_step": "{title} is due since {day}: {delay} ({source})",
        "later_step": "{title} comes due on {day}: {delay} ({source})",
        "ladder_done": "The policy has no further step; a person decides what happens next",
        "charged_when": "The condition for claiming interest",
        "action": "Do: {title} ({key}, {source})",
        "lacks": "{fact} is missing or came too late",
        "sent": "sent {channel}",
        "price": "price {advance} kr − fee {fee} kr = payout {payout} kr on {day}",
        "terms": "advance {advance} kr − fee {fee} kr = payout {payout} kr on {day}",
        "amount": "amount {amount} kr",
        "interest_line": "invoice {invoice}: interest {amount} kr",
        "comment": "comment: {comment}",
        "postings": "booked: {postings}",
        "fee": "fee {fee} kr",
        "compensation": "of which late-payment compensation {amount} kr",
        "period": "interest {first}–{last}, {days} at {rate} % on {principal} kr: {amount} kr",
        "settled": "less interest that has already been paid, demanded or invoiced: {amount} kr",
        "to_pay": "to pay {amount} kr = principal {principal} + fees {fees} + interest {interest}",
        "pay_by": "to pay by {day}",
        "law": "law: {law}",
        "blocker": "Blocked: {message} [{code}, {source}]",
        "remark": "Mind: {message} [{code}, {source}]",
        "nothing": "Nothing to do; stage: {stage}",
        "next": "Next step: {step} on {day} at the earliest{waits}",
        "waits": ", waits for {facts}",
        "note": "Note: {note}",
        "digest": "Policy and law: {digest}",
    },
}

_OPERATORS: dict[str, dict[Operator, str]] = {
    "sv": {
        Operator.IS: "ska vara {}",
        Operator.IS_NOT: "ska inte vara {}",
        Operator.AT_LEAST: "ska vara minst {}",
        Operator.MORE_THAN: "ska vara mer än {}",
        Operator.AT_MOST: "ska vara högst {}",
        Operator.LESS_THAN: "ska vara mindre än {}",
    },
    "en": {
        Operator.IS: "wanted: {}",
        Operator.IS_NOT: "wanted: not {}",
        Operator.AT_LEAST: "wanted: at least {}",
        Operator.MORE_THAN: "wanted: more than {}",
        Operator.AT_MOST: "wanted: at most {}",
        Operator.LESS_THAN: "wanted: less than {}",
    },
}

_OPERATORS_OF_LISTS: dict[str, dict[Operator, str]] = {
    "sv": {Operator.IS: "ska vara något av {}", Operator.IS_NOT: "ska inte vara något av {}"},
    "en": {Operator.IS: "wanted: one of {}", Operator.IS_NOT: "wanted: none of {}"},
}
_VALUES_SHOWN = 5

_ANCHORS: dict[str, dict[Anchor, str]] = {
    "sv": {
        Anchor.INVOICE_DATE: "efter fakturadatum",
        Anchor.DUE_DATE: "efter förfallodagen",
        Anchor.PREVIOUS_STEP: "efter föregående steg",
    },
    "en": {
        Anchor.INVOICE_DATE: "after the invoice date",
        Anchor.DUE_DATE: "after the due date",
        Anchor.PREVIOUS_STEP: "after the previous step",
    },
}

_TO_MONTH_END = {"sv": ", sedan till månadens slut", "en": ", then to the month's end"}

_CHANNELS: dict[str, dict[str, str]] = {
    "sv": {
        "email": "med e-post",
        "post": "med post",
        "e_invoice": "som e-faktura",
        "pdf": "som PDF",
        "registered_address": "till folkbokföringsadress eller registrerat säte",
    },
    "en": {
        "email": "by e-mail",
        "post": "by post",
        "e_invoice": "as an e-invoice",
        "pdf": "as a PDF",
        "registered_address": "to the registered address or seat",
    },
}

_SALES: dict[str, dict[str, str]] = {
    "sv": {"without_recourse": "Såld utan regress", "with_recourse": "Såld med regress", "pledged": "Belånad"},
    "en": {"without_recourse": "Sold without recourse", "with_recourse": "Sold with recourse", "pledged": "Pledged"},
}
_FOR = {"sv": " för ", "en": " for "}


def kronor(ore: int) -> str:
    """Öre as Swedish readers write kronor: 1000000 is ``"10 000,00"`` (with a no-break space)."""
    whole, rest = divmod(abs(ore), 100)
    sign = "−" if ore < 0 else ""
    return f"{sign}{whole:,}".replace(",", "\u00a0") + f",{rest:02d}"


def operator_words(operator: Operator, values: Sequence[str], language: str) -> str:
    """What a comparison wanted: one value, or any of several (of a long list, the first)."""
    if len(values) == 1:
        return _OPERATORS[language][operator].format(values[0])
    rest = f" … ({len(values)})" if len(values) > _VALUES_SHOWN else ""
    return _OPERATORS_OF_LISTS[language][operator].format(", ".join(values[:_VALUES_SHOWN]) + rest)


def day_count_from(delay: Delay, language: str) -> str:
    """A delay in words: ``"7 dagar efter förfallodagen"``."""
    days = days_words(delay.days.count, language, banking=delay.days.banking)
    end = _TO_MONTH_END[language] if delay.end_of_month else ""
    return f"{days} {_ANCHORS[language][delay.anchor]}{end}"


def delivery_words(channel: str, address: str | None, language: str) -> str:
    """How and where to a step is sent: ``"med post till folkbokföringsadress eller registrerat säte"``."""
    words = _CHANNELS[language]
    return words[channel] if address is None else f"{words[channel]} {words[address]}"


def sale_words(sale: str, price: int | None, language: str) -> str:
    """How an invoice was sold and for how much: ``"Såld med regress för 9 710,00 kr"``, ``"Belånad, 7 850,00 kr"``."""
    how = _SALES[language][sale]
    if price is None:
        return how
    between = ", " if sale == "pledged" else _FOR[language]
    return f"{how}{between}{kronor(price)} kr"


def stage_words(stage: str, language: str) -> str:
    """A stage's word; a step's name is its own."""
    return STAGES[stage][language] if stage in STAGES else stage
