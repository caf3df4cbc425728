-- Nearly everything that is said of a package is one interval of versions. Written out in a line beside the statements, and carried by the
-- index that finds them, it is read for a new inventory without touching the rows. Null: the statements say more, and are read themselves.
alter table advisory_package add column plain text;

drop index advisory_package_package;
create index advisory_package_package on advisory_package (package_id) include (id, stands, confidence, plain);

-- A version has matches from the moment it is in matched_version, and none before: they are then written without looking for others.
delete from match m where not exists (select from matched_version v where v.package_version_id = m.package_version_id);
