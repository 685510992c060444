-- Rows as all offices together made them: a fact while it was not taken back; of an entity what
-- was written last in every column, in the one order that changes of all offices have.

drop view if exists ntmtrack.status, ntmtrack.overdue, ntmtrack.unmet, ntmtrack.task,
    ntmtrack.finding, ntmtrack.pair, ntmtrack.criterion, ntmtrack.assessment, ntmtrack.unit,
    ntmtrack.unit_entry, ntmtrack.entity, ntmtrack.fact, ntmtrack.told;

create or replace function ntmtrack.day() returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
    -- The days of the ledger are those of Viet Nam (UTC+7, no summer time).
    select coalesce(nullif(current_setting('ntmtrack.as_of', true), '')::date,
        ((now() at time zone 'UTC') + interval '7 hours')::date)
$$;

create view ntmtrack.told with (security_invoker = true) as
    select o.at_table, o.row_uid, o.action, o.after, o.claim, o.office, s.canon, s.belongs,
        (lpad(c.lamport::text, 16, '0') || c.office || lpad(c.seq::text, 16, '0') || c.uid
            || lpad(o.place::text, 10, '0')) collate "C" as ord
    from ntmtrack.op o
    join ntmtrack.change c on c.uid = o.change_uid
    join ntmtrack.subject s on s.at_table = o.at_table and s.row_uid = o.row_uid;

create view ntmtrack.fact with (security_invoker = true) as
    select t.at_table, t.row_uid, t.canon, t.belongs, t.after as body, t.office, t.ord
    from (select t.*, row_number() over (partition by t.at_table, t.row_uid order by t.ord desc)
            as back
        from ntmtrack.told t
        where ntmtrack.is_fact(t.at_table)) t
    where t.back = 1 and t.action = 'insert';

create view ntmtrack.entity with (security_invoker = true) as
    with written as (
        select t.at_table, t.canon, t.ord, t.action, v.key, v.value
            from ntmtrack.told t, jsonb_each(t.after) v
            where t.action <> 'delete' and not t.claim
            and t.at_table in ('unit_version', 'unit_code', 'document', 'agency', 'person', 'task',
                'task_party', 'product', 'work')
            and (t.action = 'update' or v.value <> 'null')
        union all
        -- What was chosen of several values stands as if it had been written then.
        select f.body ->> 'at_table', s.canon, f.ord, 'update', v.key, v.value
            from ntmtrack.fact f
            join ntmtrack.subject s on s.at_table = f.body ->> 'at_table'
                and s.row_uid = f.body ->> 'row_uid',
            jsonb_each(case when left(f.body ->> 'kept', 1) = '{'
                then (f.body ->> 'kept')::jsonb else '{}' end) v
            where f.at_table = 'settlement'),
    last as (
        select distinct on (at_table, canon, key) at_table, canon, key, value
        from written order by at_table, canon, key, ord desc),
    present as materialized (
        select at_table, canon, min(ord) as ord,
            (array_agg(action order by ord desc))[1] = 'insert' as here
        from ntmtrack.told where action <> 'update' and not claim group by at_table, canon)
    select l.at_table, l.canon, jsonb_object_agg(l.key, l.value) as body, p.ord
    from last l join present p using (at_table, canon)
    where p.here group by l.at_table, l.canon, p.ord;

-- Every version of every unit; the names of the columns are those of the ledger.
create view ntmtrack.unit_entry with (security_invoker = true) as
    select k.canon as unit_key, e.body ->> 'name' as name, e.body ->> 'folded' as folded,
        e.body ->> 'kind' as kind, p.canon as parent_key, e.body ->> 'region' as region,
        e.body ->> 'unit_group' as unit_group, (e.body ->> 'valid_from')::date as valid_from,
        (e.body ->> 'valid_to')::date as valid_to, e.ord
    from ntmtrack.entity e
    join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = e.body ->> 'unit_id'
    left join ntmtrack.subject p on p.at_table = 'unit' and p.row_uid = e.body ->> 'parent_id'
    where e.at_table = 'unit_version';

create or replace function ntmtrack.task_life(happened jsonb, first_due date, day date)
returns table (state text, closed_on date, last_day date, extensions integer)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    each jsonb;
    kind text;
    at date;
    since date;
    until date;
    stopped integer := 0;
    stopped_before integer := 0;
    stops boolean := false;
    after_it text;
begin
    state := 'open';
    last_day := first_due;
    extensions := 0;
    for each in select value from jsonb_array_elements(happened) loop
        kind := each ->> 'kind';
        at := (each ->> 'on')::date;
        continue when at > day;
        if kind in ('extended', 'triggered') then
            last_day := case when ntmtrack.is_day(each -> 'body' ->> 'last_day')
                then (each -> 'body' ->> 'last_day')::date end;
            stopped_before := stopped;
            if since is not null and stops then
                stopped_before := stopped + greatest(0, least(at, coalesce(until + 1, at)) - since);
            end if;
            extensions := extensions + (kind = 'extended')::integer;
        elsif kind in ('reported', 'done', 'confirmed', 'cancelled', 'paused', 'resumed',
            'returned', 'reopened') then
            if since is not null then
                if stops then
                    stopped := stopped + greatest(0, least(at, coalesce(until + 1, at)) - since);
                end if;
                since := null;
            end if;
            if kind = 'paused' then
                since := at;
                until := case when ntmtrack.is_day(each -> 'body' ->> 'until')
                    then (each -> 'body' ->> 'until')::date end;
                stops := coalesce(each -> 'body' ->> 'clock' = 'stopped', false);
            end if;
            after_it := case kind when 'confirmed' then 'done' when 'resumed' then 'open'
                when 'returned' then 'open' when 'reopened' then 'open' else kind end;
            if after_it not in ('reported', 'done', 'cancelled') then
                closed_on := null;
            elsif not (kind = 'confirmed' and state = 'reported') then
                closed_on := at;
            end if;
            state := after_it;
        end if;
    end loop;
    if since is not null and stops then
        stopped := stopped + greatest(0, least(day + 1, coalesce(until + 1, day + 1)) - since);
    end if;
    last_day := last_day + (stopped - stopped_before);
    return next;
end $$;
