-- Roles and policies: an office adds its own changes, and reads what concerns it. The owner of the
-- database is held by policies like everybody, its own let it do everything.

do $$ begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'ntmtrack_office') then
        create role ntmtrack_office nologin;
    end if;
end $$;

revoke all on all tables in schema ntmtrack from public, ntmtrack_office;
revoke all on all functions in schema ntmtrack from public, ntmtrack_office;
grant usage on schema ntmtrack to ntmtrack_office;
grant select on ntmtrack.hub, ntmtrack.office, ntmtrack.change, ntmtrack.said, ntmtrack.whole, ntmtrack.op, ntmtrack.subject,
    ntmtrack.unit_parent, ntmtrack.coverage to ntmtrack_office;
grant insert on ntmtrack.change, ntmtrack.said, ntmtrack.whole to ntmtrack_office;
grant insert (office, first, last) on ntmtrack.coverage to ntmtrack_office;
-- Whom an op concerns is worked out here, so it cannot even be said.
grant insert (change_uid, place, at_table, row_uid, action, before, after) on ntmtrack.op
    to ntmtrack_office;
grant execute on function ntmtrack.me(), ntmtrack.mine(), ntmtrack.kin(), ntmtrack.joined(xid8),
    ntmtrack.lawgivers(), ntmtrack.is_fact(text), ntmtrack.is_day(text) to ntmtrack_office;

drop trigger if exists change_arrives on ntmtrack.change;
create trigger change_arrives before insert on ntmtrack.change
    for each row execute function ntmtrack.change_arrives();
drop trigger if exists in_turn on ntmtrack.change;
create trigger in_turn after insert on ntmtrack.change
    for each row execute function ntmtrack.in_turn();
drop trigger if exists said_arrives on ntmtrack.said;
create trigger said_arrives before insert on ntmtrack.said
    for each row execute function ntmtrack.said_arrives();
drop trigger if exists op_arrives on ntmtrack.op;
create trigger op_arrives before insert on ntmtrack.op
    for each row execute function ntmtrack.op_arrives();
drop trigger if exists op_stands on ntmtrack.op;
create trigger op_stands after insert on ntmtrack.op for each row
    when (new.at_table in ('unit_version', 'unit_code') and new.action = 'insert')
    execute function ntmtrack.op_stands();

do $$
declare
    each text;
begin
    foreach each in array array['hub', 'office', 'known_column', 'change', 'said', 'whole', 'op',
        'subject', 'named', 'unit_sign', 'unit_parent', 'coverage']
    loop
        execute format('alter table ntmtrack.%I enable row level security', each);
        execute format('alter table ntmtrack.%I force row level security', each);
        execute format('drop policy if exists owner on ntmtrack.%I', each);
        execute format('create policy owner on ntmtrack.%I to current_user using (true)', each);
        execute format('drop policy if exists looking on ntmtrack.%I', each);
        execute format('drop policy if exists adding on ntmtrack.%I', each);
    end loop;
    foreach each in array array['hub', 'office', 'unit_parent']
    loop
        execute format('create policy looking on ntmtrack.%I for select to ntmtrack_office'
            ' using ((select ntmtrack.me()) is not null)', each);
    end loop;
end $$;

create policy looking on ntmtrack.op for select to ntmtrack_office using (
    office = (select ntmtrack.me())
    or scope <> 'unit' and office = any((select ntmtrack.kin())::text[])
    or scope <> 'office' and shown && (select ntmtrack.mine()));
create policy looking on ntmtrack.subject for select to ntmtrack_office using (
    office = (select ntmtrack.me())
    or unit is null and office = any((select ntmtrack.kin())::text[])
    or shown && (select ntmtrack.mine())
    or unit = any((select ntmtrack.mine())::text[])
    or (select ntmtrack.me()) is not null and at_table in ('unit', 'unit_version', 'unit_code'));
create policy looking on ntmtrack.change for select to ntmtrack_office using (
    office = (select ntmtrack.me())
    or exists (select from ntmtrack.op o where o.change_uid = uid));
create policy looking on ntmtrack.whole for select to ntmtrack_office using (
    exists (select from ntmtrack.op o where o.change_uid = whole.change_uid));
create policy looking on ntmtrack.coverage for select to ntmtrack_office
    using (office = any((select ntmtrack.kin())::text[]));
create policy looking on ntmtrack.said for select to ntmtrack_office using (
    exists (select from ntmtrack.op o where o.change_uid = said.change_uid
        and (o.scope <> 'shared' or o.office = (select ntmtrack.me()))));

create policy adding on ntmtrack.change for insert to ntmtrack_office
    with check (office = (select ntmtrack.me()));
create policy adding on ntmtrack.op for insert to ntmtrack_office
    with check (office = (select ntmtrack.me()));
create policy adding on ntmtrack.said for insert to ntmtrack_office with check (
    exists (select from ntmtrack.change c
        where c.uid = change_uid and c.office = (select ntmtrack.me())));
create policy adding on ntmtrack.whole for insert to ntmtrack_office with check (
    exists (select from ntmtrack.change c
        where c.uid = change_uid and c.office = (select ntmtrack.me())));
create policy adding on ntmtrack.coverage for insert to ntmtrack_office
    with check (office = (select ntmtrack.me()));
