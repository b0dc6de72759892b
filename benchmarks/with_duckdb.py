"""The policy ``fakturaservice`` written by hand as SQL for DuckDB: joins and aggregates for this one policy and these courses.

It covers what `with_polars` covers: events in the order of their days within an invoice, no checks, no law, no reasons.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import polars as pl
from by_hand import DENOMINATOR
from day_table import FIRST, number

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa
    from day_table import DayTable

_DAYS = ("open_day", "too_late", "by_post", "by_email")
_FACTS = """
create or replace temp table facts as
select i.rowid as row, i.invoice, i.customer_kind, i.issued_on, i.enforcement_choice, d.open_day as due,
  cast(i.amount * 100 as bigint) as amount, coalesce(i.reminder_fee_agreed, true) as fee_agreed,
  i.sent_by is null as no_channel, i.customer_identity_number is null as no_number,
  coalesce(i.customer_email is not null and i.customer_email_registered_at < issued.midnight, false) as email_in_time,
  $end - runs.index as span
from invoices i
join days d on d.day = i.due_on
join days issued on issued.day = i.issued_on
join days runs on runs.day = case when not i.due_date_agreed then greatest(d.open_day, i.issued_on + 30) else d.open_day end
"""
# A credit note counts on its own day, a payment from the day after.
_HAPPENED = """
create or replace temp table happened as
with told as (
  select e.rowid as place_in_file, e.*, e."on" as day, sent.open_day,
    case e.step when 'reminder' then coalesce(e.pay_by, e."on" + 7)
      when 'collection' then greatest(coalesce(e.pay_by, e."on" + 10),
        case when e.sent_by in ('email', 'e_invoice', 'pdf') then sent.by_email else sent.by_post end)
      else e.pay_by end as last_day
  from events e join days sent on sent.day = e."on"
  where e."on" <= $today
)
select f.row, t.place_in_file, t.event, t.day, f.span, f.amount as principal,
  case t.step when 'notice' then 0 when 'reminder' then 1 when 'collection' then 2 when 'enforcement' then 3 end as place,
  case when t.event = 'payment' then cast(t.amount * 100 as bigint) end as payment,
  case when t.event = 'credit_note' then cast(t.amount * 100 as bigint) end as credit,
  cast(t.fee * 100 as bigint) as fee, cast(t.interest * 100 as bigint) as stated,
  case when t.event = 'step' then coalesce(over.too_late, t.day + 1) end as over,
  coalesce(t.until, date '9999-12-31') as until,
  least($end - counted.index, f.span) as counts
from told t
join facts f using (invoice)
join days counted on counted.day = t.day - cast(t.event = 'credit_note' as int)
left join days over on over.day = t.last_day
"""
_SUMS = """
create or replace temp table sums as
select row, max(place) as place, max(day) filter (event = 'step') as previous, max(over) as over,
  coalesce(arg_max(event, place_in_file) filter (event in ('dispute', 'dispute_settled')) = 'dispute', false) as disputed,
  arg_max(until, place_in_file) filter (event = 'pause') as pause,
  arg_max(until, place_in_file) filter (event = 'promise') as promise,
  sum(credit) as credited, sum(fee) as fees, arg_max(stated, place_in_file) as interest,
  sum(coalesce(payment, credit)) as lowered, sum(coalesce(payment, credit) * counts) as lowered_span
from happened group by row
"""
# Where payments or credits meet charges: event by event, for all such invoices at once.
_COURSES = """
create or replace temp table courses as
select row, any_value(principal) as principal, any_value(span) as span,
  list({payment: coalesce(payment, 0), credit: coalesce(credit, 0), fee: coalesce(fee, 0), stated: stated, counts: counts}
    order by place_in_file) as events
from happened
where coalesce(payment, credit, fee, stated) is not null
  and row in (select row from sums where lowered > 0 and (fees > 0 or interest is not null))
group by row
"""
_START = """
c0 as (select row, principal, 0::bigint as fees, 0::bigint as interest, 0::bigint as waiting, 0::bigint as settled,
  0::bigint as lowered_span, events, events[1] as e from courses)"""
_AFTER = """,
a{n} as (select *, principal - e.credit as left_over, fees + e.fee as owed,
  coalesce(e.stated, interest) as claimed, least(e.credit, greatest(principal, 0)) as off,
  least(waiting + e.payment, greatest(left_over + owed + claimed, 0)) as settles,
  least(settles, owed) as of_fees, least(settles - of_fees, claimed) as of_interest,
  least(settles - of_fees - of_interest, greatest(left_over, 0)) as of_principal from c{before}),
c{n} as (select row, case when e is null then principal else left_over - of_principal end as principal,
  case when e is null then fees else owed - of_fees end as fees,
  case when e is null then interest else claimed - of_interest end as interest,
  case when e is null then waiting else waiting + e.payment - settles end as waiting,
  settled + coalesce(of_interest, 0) as settled,
  lowered_span + coalesce((off + of_principal) * e.counts, 0) as lowered_span,
  events, events[{n} + 1] as e from a{n})"""
_DECISION = """
, old as (
  select row, issued_on, case when customer_kind = 'consumer' then 3 else 10 end as years from facts
  where issued_on + to_years(case when customer_kind = 'consumer' then 3 else 10 end) < $today
), gaps as (
  select row, years, day, coalesce(lag(day) over (partition by row order by place_in_file), issued_on) as before
  from happened join old using (row) where event = 'payment' or place in (1, 2)
), interrupted as (
  select row, bool_or(before + to_years(years) < day) as late, max(day) as last from gaps group by row
), barred as (
  select row, coalesce(late, false) or coalesce(last, issued_on) + to_years(years) < $today as barred
  from old left join interrupted using (row)
), state as (
  select f.*, s.previous, coalesce(s.disputed, false) as disputed, coalesce(b.barred, false) as barred,
    coalesce(m.principal, f.amount - coalesce(s.lowered, 0)) as principal,
    coalesce(m.fees, s.fees, 0) as fees, coalesce(m.interest, s.interest, 0) as interest,
    cast(coalesce(m.settled, 0) as bigint) as settled, cast(coalesce(m.lowered_span, s.lowered_span, 0) as bigint) as lowered_span,
    coalesce(s.credited, 0) >= f.amount as credited_whole, greatest(f.due + 1, s.over) as not_before,
    greatest(case when s.pause >= $today then s.pause end, case when s.promise >= $today then s.promise end) as rests,
    coalesce(s.place + 1, 0) as following,
    case when following = 0 and not f.email_in_time then 1 else following end as place
  from facts f left join sums s using (row) left join c{last} m using (row) left join barred b using (row)
), standing as (
  select *, greatest(not_before, case place when 0 then due + 2 when 1 then due + 7 when 2 then previous + 8
      else previous + 14 end) as earliest,
    principal + fees + interest <= 0 or credited_whole or barred or place = 4 as is_over,
    disputed or rests is not null as stopped,
    case when disputed or rests = date '9999-12-31' then $today else rests + 1 end as free_on,
    case place when 1 then no_channel when 2 then no_number when 3 then enforcement_choice is null else false end
      or earliest > $today as waits,
    not is_over and not stopped and not waits as takes,
    amount * span - lowered_span - settled * $denominator::bigint as owing,
    case when place not in (1, 2) or $today - issued_on <= 30 then interest when span <= 0 then 0
      else greatest(0, (2 * owing + $denominator) // (2 * $denominator::bigint)) end as charged,
    place + takes::int as next_place
  from state
)
select case when takes then case place when 0 then 'notify' when 1 then 'remind' when 2 then 'demand'
      else case enforcement_choice when 'monitoring' then 'monitor' else 'apply_for_payment_order' end end end as action,
  cast(case when not takes then 0 when place = 1 and fee_agreed then 6000 when place = 2 then 18000 else 0 end as bigint) as fee,
  cast(case when takes then charged else 0 end as bigint) as interest,
  case when takes then case place when 1 then $today + 7 when 2 then $demand_pay_by end end as pay_by,
  case when not is_over then case next_place when 0 then 'notice' when 1 then 'reminder' when 2 then 'collection'
      when 3 then 'enforcement' end end as next_step,
  case when is_over or next_place = 4 then null when stopped then greatest(earliest, free_on)
    when waits then greatest(earliest, $today) when place = 0 then greatest(due + 7, $today + 1)
    when place = 1 then $after_reminder else $after_demand end as earliest
from standing order by row
"""


class DuckLedger:
    """A ledger in DuckDB's own tables, and the day table beside it."""

    def __init__(self, invoices: pl.DataFrame, events: pl.DataFrame, as_of: date, days: DayTable) -> None:
        self._db = duckdb.connect()
        self._db.execute(f"set threads = {pl.thread_pool_size()}; set timezone = 'UTC'")
        count = len(days.index)
        table = pl.DataFrame(
            {
                "day": pl.Series([FIRST + timedelta(days=place) for place in range(count)]),
                "index": days.index,
                **{name: pl.Series(getattr(days, name)).cast(pl.Date) for name in _DAYS},
                "midnight": pl.Series(days.midnight).cast(pl.Datetime("us", "UTC")),
            }
        )
        for name, frame in (("invoices", invoices), ("events", events), ("days", table)):
            self._db.register("given", frame)
            self._db.execute(f"create table {name} as from given")
            self._db.unregister("given")
        place = number(as_of) - number(FIRST)
        demand_pay_by = max(as_of + timedelta(days=10), table["by_post"][place])
        too_late = dict(zip(table["day"], table["too_late"], strict=True))
        self._given = {
            "today": as_of,
            "end": int(days.index[place]),
            "denominator": DENOMINATOR,
            "demand_pay_by": demand_pay_by,
            "after_reminder": max(as_of + timedelta(days=8), too_late[as_of + timedelta(days=7)]),
            "after_demand": max(as_of + timedelta(days=14), too_late[demand_pay_by]),
        }

    def decide(self) -> pa.Table:
        """The answers in the order of the invoices: action, fee, interest (öre), pay_by, next_step, earliest."""
        for statement in (_FACTS, _HAPPENED, _SUMS, _COURSES):
            self._db.execute(statement, self._named_in(statement)).fetchall()
        longest = self._db.execute("select coalesce(max(len(events)), 0) from courses").fetchall()[0][0]
        courses = "".join(_AFTER.format(n=place, before=place - 1) for place in range(1, longest + 1))
        decision = "with" + _START + courses + _DECISION.replace("{last}", str(longest))
        return self._db.sql(decision, params=self._named_in(decision)).to_arrow_table()

    def _named_in(self, statement: str) -> dict[str, object]:
        return {name: held for name, held in self._given.items() if "$" + name in statement}
