-- The day of which a piece of evidence tells, beside when it was collected and when it was received: a listing collected in March may show how
-- things stood at the end of the year.
alter table evidence add column effective_on date;
