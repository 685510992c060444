-- Who an office is, what lies at or below its unit, and what it may write. Functions that look
-- past the policies name everything in full: nobody's own tables can stand in for these.

create or replace function ntmtrack.me() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    -- Who logged in: SET ROLE does not change it.
    select o.uid from ntmtrack.office o where o.role = session_user
$$;

create or replace function ntmtrack.unit_here(named text) returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce((select s.canon from ntmtrack.subject s
        where s.at_table = 'unit' and s.row_uid = named), named)
$$;

create or replace function ntmtrack.below(top text) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive found(unit) as (
        select coalesce((select s.canon from ntmtrack.subject s
            where s.at_table = 'unit' and s.row_uid = top), top)
        union
        select p.unit from ntmtrack.unit_parent p join found on p.parent = found.unit)
    select unit from found
$$;

create or replace function ntmtrack.mine() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(b.unit), '{}') from ntmtrack.office o, ntmtrack.below(o.unit) b(unit)
    where o.uid = ntmtrack.me()
$$;

create or replace function ntmtrack.within(low text, top text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with recursive above(unit) as (
        select ntmtrack.unit_here(low)
        union
        select p.parent from ntmtrack.unit_parent p join above on p.unit = above.unit)
    select exists (select from above where unit = ntmtrack.unit_here(top))
$$;

-- Offices whose unit is above or below one's own, oneself among them.
create or replace function ntmtrack.kin() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(o.uid), '{}') from ntmtrack.office o, ntmtrack.office mine
    where mine.uid = ntmtrack.me()
    and (ntmtrack.within(o.unit, mine.unit) or ntmtrack.within(mine.unit, o.unit))
$$;

-- Units that came under one's own since a transaction: what was told of them before is news too.
create or replace function ntmtrack.joined(since xid8) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive found(unit) as (
        select p.unit from ntmtrack.unit_parent p where p.arrived >= since
        union
        select p.unit from ntmtrack.unit_parent p join found on p.parent = found.unit)
    select coalesce(array_agg(unit), '{}') from found where unit = any(ntmtrack.mine())
$$;

create or replace function ntmtrack.refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'ntmtrack: not yours to write' using errcode = '42501', detail = why;
end $$;

-- Whether words are a day of the calendar, as every ledger writes it.
create or replace function ntmtrack.is_day(words text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when words ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
            and words >= '0001-01-01' then substr(words, 9)::integer <= extract(day from
            make_date(substr(words, 1, 4)::integer, substr(words, 6, 2)::integer, 1)
            + interval '1 month' - interval '1 day') else false end
$$;

create or replace function ntmtrack.is_json(words text) returns boolean
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    return jsonb_typeof(words::jsonb) is not null;
exception when data_exception then
    return false;
end $$;

-- Whether columns are such as a ledger has: those of a newer program are not known here.
create or replace function ntmtrack.known(told text, given jsonb) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select given is null or jsonb_typeof(given) = 'object' and not exists (
        select from jsonb_object_keys(given) key where not exists (
            select from ntmtrack.known_column k where k.at_table = told and k.name = key))
$$;

-- Whether values are such as a ledger holds: what no reader could take would stop them all.
create or replace function ntmtrack.sound(told text, row_uid text, given jsonb) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select row_uid ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and (given is null
        or not exists (
            select from ntmtrack.known_column k, lateral (select given -> k.name as value,
                given ->> k.name as words) v
            where k.at_table = told and v.value is not null
            and case when v.words is null then k.needed
                else jsonb_typeof(v.value)
                    <> case k.form when 'number' then 'number' else 'string' end
                or not coalesce(v.words = any(k.words), true)
                or not case k.form when 'number' then v.words ~ '^-?[0-9]{1,15}$'
                    when 'day' then ntmtrack.is_day(v.words)
                    when 'json' then ntmtrack.is_json(v.words)
                    when 'uid' then v.words ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    else true end end))
$$;

-- Whether a new row has all that it cannot be without, and what it holds within is sound too.
create or replace function ntmtrack.complete(told text, row_uid text, given jsonb) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from ntmtrack.known_column k
        where k.at_table = told and k.needed and given ->> k.name is null) then
        return false;
    end if;
    if told = 'settlement' and left(given ->> 'kept', 1) = '{' then
        return ntmtrack.known(given ->> 'at_table', (given ->> 'kept')::jsonb)
            and ntmtrack.sound(given ->> 'at_table', row_uid, (given ->> 'kept')::jsonb);
    end if;
    return true;
end $$;

create or replace function ntmtrack.change_arrives() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    here ntmtrack.change;
begin
    -- Whoever may not write it is told so by the policy, and nothing of what is here.
    if new.office is distinct from ntmtrack.me() then
        return new;
    end if;
    select * into here from ntmtrack.change c
        where c.uid = new.uid or (c.office = new.office and c.seq = new.seq);
    if not found then
        return new;
    end if;
    if here is distinct from new then
        raise exception 'ntmtrack: altered change % at %', new.seq, new.uid
            using errcode = 'NT001';
    end if;
    return null;
end $$;

-- Whoever reads a change writes after it: one that claims to come after very many more than there
-- are would leave the others no numbers.
create or replace function ntmtrack.in_turn() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not ntmtrack.is_day(left(new.recorded_at, 10)) then
        raise exception 'ntmtrack: no moment' using errcode = '22007';
    end if;
    if new.lamport > 1000000 + coalesce((select c.lamport from ntmtrack.change c
        where c.office <> new.office order by c.lamport desc limit 1), 0) then
        raise exception 'ntmtrack: more changes than there can be' using errcode = '22003';
    end if;
    return null;
end $$;

create or replace function ntmtrack.said_arrives() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    here ntmtrack.said;
begin
    if not exists (select from ntmtrack.change c
        where c.uid = new.change_uid and c.office = ntmtrack.me()) then
        perform ntmtrack.refuse('change');
    end if;
    select * into here from ntmtrack.said s where s.change_uid = new.change_uid;
    if not found then
        return new;
    end if;
    if here is distinct from new then
        raise exception 'ntmtrack: altered words of %', new.change_uid using errcode = 'NT001';
    end if;
    return null;
end $$;

-- Whether nobody else has said of a unit where it lies: an office puts only its own new ones below
-- itself. Uids are no secret: the shipped table gives a unit the same one everywhere.
create or replace function ntmtrack.unplaced(here text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select not exists (select from ntmtrack.unit_parent p where p.unit = here)
        and not exists (select from ntmtrack.office o where o.unit = here)
$$;

-- A unit that this office was the first to name may be one that an office above it has too, or lie
-- below one: then it is taken for that, or put there.
create or replace function ntmtrack.settle_unit(raw text, me text, top text, depth integer)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    parent text;
    fitting text[];
begin
    if depth > 6 or ntmtrack.within(raw, top) or not exists (select from ntmtrack.subject s
        where s.at_table = 'unit' and s.row_uid = raw and s.office = me and s.canon = raw) then
        return;
    end if;
    for parent in select distinct o.after ->> 'parent_id' from ntmtrack.op o
        join ntmtrack.subject s on s.at_table = o.at_table and s.row_uid = o.row_uid
        where s.belongs = raw and o.at_table = 'unit_version' and o.office = me
        and o.after ->> 'parent_id' is not null
    loop
        perform ntmtrack.settle_unit(parent, me, top, depth + 1);
        if ntmtrack.within(parent, top) and ntmtrack.unplaced(raw) then
            insert into ntmtrack.unit_parent(unit, parent)
                values (raw, ntmtrack.unit_here(parent)) on conflict do nothing;
        end if;
    end loop;
    select array_agg(distinct u.unit) into fitting
        from ntmtrack.unit_sign u
        where u.sign in (select g.sign from ntmtrack.signs_of(raw) g(sign)) and u.unit <> raw
        and exists (select from ntmtrack.office o where o.uid = u.office and o.uid <> me
            and ntmtrack.within(top, o.unit));
    if cardinality(fitting) = 1 then
        delete from ntmtrack.unit_parent p where p.unit = raw;
        update ntmtrack.subject s set canon = fitting[1], unit = fitting[1]
            where s.at_table = 'unit' and s.row_uid = raw;
        update ntmtrack.subject s set unit = fitting[1],
                canon = fitting[1] || substr(s.canon, strpos(s.canon, '|'))
            where s.at_table in ('unit_version', 'unit_code') and s.belongs = raw;
    elsif ntmtrack.within(raw, top) then
        update ntmtrack.op o set claim = false from ntmtrack.subject s
            where o.at_table = s.at_table and o.row_uid = s.row_uid and s.belongs = raw
            and s.at_table in ('unit_version', 'unit_code') and o.office = me;
    end if;
end $$;

create or replace function ntmtrack.signs_of(raw text) returns setof text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with told as (
        select o.at_table, o.after from ntmtrack.subject s join ntmtrack.op o
            on o.at_table = s.at_table and o.row_uid = s.row_uid and o.action = 'insert'
        where s.belongs = raw and s.at_table in ('unit_version', 'unit_code')
        and o.office = (select u.office from ntmtrack.subject u
            where u.at_table = 'unit' and u.row_uid = raw))
    select concat_ws('|', 'code', c.after ->> 'system', c.after ->> 'code',
            coalesce(c.after ->> 'valid_from', ''), v.after ->> 'folded')
        from told c, told v where c.at_table = 'unit_code' and v.at_table = 'unit_version'
    union
    select concat_ws('|', 'name', v.after ->> 'kind', v.after ->> 'folded',
            coalesce(ntmtrack.unit_here(v.after ->> 'parent_id'), ''),
            coalesce(v.after ->> 'valid_from', ''))
        from told v where v.at_table = 'unit_version'
        and not exists (select from told c where c.at_table = 'unit_code')
$$;

create or replace function ntmtrack.op_stands() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into ntmtrack.unit_sign(sign, unit, office)
        select g.sign, s.belongs, new.office
        from ntmtrack.subject s, ntmtrack.signs_of(s.belongs) g(sign)
        where s.at_table = new.at_table and s.row_uid = new.row_uid
        on conflict do nothing;
    return null;
end $$;

-- Whether the office may write about a unit by the name it gives it.
create or replace function ntmtrack.answers(named text, me text, top text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not ntmtrack.within(named, top) then
        perform ntmtrack.settle_unit(named, me, top, 0);
    end if;
    return ntmtrack.within(named, top);
end $$;

-- Whether an office may read of what another one wrote without regard to a unit: one of them is
-- above the other, or it was shown to the one for a unit of its own.
create or replace function ntmtrack.may_read(office text, origin text, shown text[])
returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select office = origin or exists (
        select from ntmtrack.office one, ntmtrack.office other
        where one.uid = office and other.uid = origin
        and (ntmtrack.within(one.unit, other.unit) or ntmtrack.within(other.unit, one.unit)
            or exists (select from unnest(shown) u where ntmtrack.within(u, one.unit))))
$$;

-- Whether the row is of this office, or of one at or below its unit.
create or replace function ntmtrack.heads(origin text, me text, top text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select origin = me or exists (select from ntmtrack.office o
        where o.uid = origin and ntmtrack.within(o.unit, top))
$$;

create or replace function ntmtrack.op_arrives() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me text := ntmtrack.me();
    top text;
    here ntmtrack.op;
    known ntmtrack.subject;
    holder ntmtrack.subject;
    told jsonb := coalesce(new.after, new.before);
    raw text;
    parent text;
    own text;
    named text;
    at text;
begin
    select c.office into new.office from ntmtrack.change c where c.uid = new.change_uid;
    if new.office is null or new.office is distinct from me then
        perform ntmtrack.refuse('change');
    end if;
    select * into here from ntmtrack.op o
        where o.change_uid = new.change_uid and o.place = new.place;
    if found then
        if (here.at_table, here.row_uid, here.action, here.before, here.after) is distinct from
            (new.at_table, new.row_uid, new.action, new.before, new.after) then
            raise exception 'ntmtrack: altered op % of %', new.place, new.change_uid
                using errcode = 'NT001';
        end if;
        return null;
    end if;
    select ntmtrack.unit_here(o.unit) into top from ntmtrack.office o where o.uid = me;
    select * into known from ntmtrack.subject s
        where s.at_table = new.at_table and s.row_uid = new.row_uid;
    if known.row_uid is null and new.action <> 'insert' then
        perform ntmtrack.refuse('unknown');
    end if;
    if not ntmtrack.known(new.at_table, new.before)
        or not ntmtrack.known(new.at_table, new.after) then
        perform ntmtrack.refuse('form');
    end if;
    if not ntmtrack.sound(new.at_table, new.row_uid, new.before)
        or not ntmtrack.sound(new.at_table, new.row_uid, new.after)
        or new.action = 'insert'
        and not ntmtrack.complete(new.at_table, new.row_uid, new.after)
        or new.action = 'update' and ntmtrack.is_fact(new.at_table) then
        perform ntmtrack.refuse('value');
    end if;
    new.arrived := pg_current_xact_id();
    new.claim := false;
    new.units := '{}';
    new.scope := 'shared';

    if new.at_table in ('document', 'agency', 'agency_address', 'person', 'person_address',
        'criteria_set', 'overlay', 'item', 'amendment', 'mapping') then
        raw := told ->> 'agency_id';
        if known.row_uid is not null
            and not ntmtrack.may_read(me, known.office, known.shown) then
            perform ntmtrack.refuse('unknown');
        end if;
    elsif new.at_table = 'unit' then
        if known.row_uid is not null and known.office <> me then
            if not ntmtrack.heads(known.office, me, top) then
                perform ntmtrack.refuse('unit');
            end if;
            update ntmtrack.subject s set office = me
                where s.at_table = 'unit' and s.row_uid = new.row_uid;
            -- Where it lies is for the one above to say, in what comes with this.
            delete from ntmtrack.unit_parent p using ntmtrack.office o
                where p.unit = new.row_uid and o.uid = known.office
                and ntmtrack.within(p.parent, o.unit);
        elsif not ntmtrack.within(new.row_uid, top) and (
            exists (select from ntmtrack.office o where o.unit = new.row_uid)
            -- Where it lies was said when a role was granted.
            or known.row_uid is null and exists (select from ntmtrack.unit_parent p
                where new.row_uid in (p.unit, p.parent))) then
            perform ntmtrack.refuse('unit');
        end if;
    elsif new.at_table in ('unit_version', 'unit_code') then
        raw := coalesce(known.belongs, told ->> 'unit_id');
        if raw is distinct from coalesce(told ->> 'unit_id', raw) then
            perform ntmtrack.refuse('unknown');
        end if;
        select * into holder from ntmtrack.subject s where s.at_table = 'unit' and s.row_uid = raw;
        if holder.row_uid is null then
            perform ntmtrack.refuse('unknown');
        end if;
        own := holder.canon;
        parent := new.after ->> 'parent_id';
        if parent is not null and not ntmtrack.answers(parent, me, top) then
            -- Only who is above may say that a unit lies elsewhere.
            if holder.office <> me and own <> top then
                perform ntmtrack.refuse('unit');
            end if;
            parent := null;
        end if;
        if holder.office <> me and not ntmtrack.within(own, top) then
            perform ntmtrack.refuse('unit');
        end if;
        new.units := array[own];
        if parent is not null and not ntmtrack.within(own, top)
            and not ntmtrack.unplaced(own) then
            perform ntmtrack.refuse('unit');
        end if;
        if parent is not null and own <> top then
            insert into ntmtrack.unit_parent(unit, parent)
                values (own, ntmtrack.unit_here(parent)) on conflict do nothing;
        end if;
        new.claim := not ntmtrack.within(own, top);
    elsif new.at_table in ('assessment', 'tally', 'standing', 'target', 'milestone',
        'measurement', 'dossier_event', 'product', 'product_tally', 'work', 'task', 'lineage') then
        new.scope := 'unit';
        for named in select distinct v from unnest(array[
            new.before ->> 'unit_id', new.after ->> 'unit_id', known.unit,
            told ->> 'from_id', told ->> 'to_id']) v where v is not null
        loop
            if not ntmtrack.answers(named, me, top) then
                perform ntmtrack.refuse('unit');
            end if;
            new.units := new.units || ntmtrack.unit_here(named);
        end loop;
        if known.row_uid is not null and known.unit is null
            and not ntmtrack.heads(known.office, me, top) then
            perform ntmtrack.refuse('office');
        end if;
        if new.units = '{}' then
            new.scope := 'office';
        end if;
    elsif new.at_table in ('task_party', 'task_event', 'evidence', 'product_grade',
        'product_target', 'work_event', 'capital', 'settlement') then
        at := case new.at_table when 'evidence' then 'assessment'
            when 'product_grade' then 'product' when 'product_target' then 'product'
            when 'work_event' then 'work' when 'capital' then 'work'
            when 'settlement' then told ->> 'at_table' else 'task' end;
        raw := case new.at_table when 'evidence' then told ->> 'assessment_id'
            when 'product_grade' then told ->> 'product_id'
            when 'product_target' then told ->> 'product_id'
            when 'work_event' then told ->> 'work_id' when 'capital' then told ->> 'work_id'
            when 'settlement' then told ->> 'row_uid' else told ->> 'task_id' end;
        if known.belongs is not null and coalesce(raw, known.belongs) <> known.belongs then
            perform ntmtrack.refuse('unknown');
        end if;
        raw := coalesce(raw, known.belongs);
        select * into holder from ntmtrack.subject s where s.at_table = at and s.row_uid = raw;
        if holder.row_uid is null then
            perform ntmtrack.refuse('unknown');
        end if;
        if holder.unit is not null then
            if not ntmtrack.answers(holder.unit, me, top) then
                perform ntmtrack.refuse('unit');
            end if;
            new.units := array[ntmtrack.unit_here(holder.unit)];
            new.scope := 'unit';
        elsif at = 'task' then
            new.scope := 'office';
            if not ntmtrack.heads(holder.office, me, top) then
                perform ntmtrack.refuse('office');
            end if;
        end if;
    else
        perform ntmtrack.refuse('table');
    end if;

    -- What an office wrote nobody else takes back, and a fact is what its own office said.
    if known.row_uid is not null and known.office <> me and new.at_table <> 'unit'
        and (new.action = 'delete' or ntmtrack.is_fact(new.at_table)) then
        perform ntmtrack.refuse('author');
    end if;

    new.shown := case when new.scope = 'unit' then new.units else '{}' end;
    if new.scope = 'unit' and new.after is not null then
        perform ntmtrack.show(new.after, new.units, me);
    end if;
    if new.at_table in ('document', 'agency', 'person') then
        new.shown := coalesce(known.shown, '{}');
        if known.row_uid is null then
            select coalesce(array_agg(distinct n.unit), '{}') into new.shown
                from ntmtrack.named n
                where n.at_table = new.at_table and n.row_uid = new.row_uid
                and ntmtrack.may_read(n.office, me, '{}');
            for named in select distinct n.office from ntmtrack.named n
                where n.at_table = 'person' and new.at_table = 'person'
                and n.row_uid = new.row_uid and ntmtrack.may_read(n.office, me, '{}')
            loop
                perform ntmtrack.show(jsonb_build_object('agency_id', raw), new.shown, named);
            end loop;
        end if;
    end if;
    if known.row_uid is null then
        insert into ntmtrack.subject(at_table, row_uid, office, canon, unit, belongs, shown)
            values (new.at_table, new.row_uid, me,
            ntmtrack.canon_of(new.at_table, new.row_uid, new.after, own), new.units[1], raw,
            case when new.scope = 'shared' then new.shown else '{}' end);
    elsif new.at_table in ('task', 'product', 'work') and new.after ? 'unit_id' then
        perform ntmtrack.moved(known, ntmtrack.unit_here(new.after ->> 'unit_id'));
    end if;
    return new;
end $$;

-- Who reads what concerns a unit reads the agencies, persons and documents that it names, whosever,
-- if the office that names them may read them: naming is no way to see what one may not.
create or replace function ntmtrack.show(told jsonb, to_units text[], me text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    named ntmtrack.subject;
begin
    insert into ntmtrack.named(at_table, row_uid, unit, office)
        select v.at_table, v.row_uid, u, me
        from (values ('agency', told ->> 'agency_id'), ('person', told ->> 'person_id'),
            ('document', told ->> 'document_id')) v(at_table, row_uid), unnest(to_units) u
        where v.row_uid is not null and not exists (select from ntmtrack.subject s
            where s.at_table = v.at_table and s.row_uid = v.row_uid)
        on conflict do nothing;
    for named in select s.* from ntmtrack.subject s
        where s.office <> me and (s.at_table, s.row_uid) in (('agency', told ->> 'agency_id'),
            ('person', told ->> 'person_id'), ('document', told ->> 'document_id'))
        and ntmtrack.may_read(me, s.office, s.shown)
        order by s.at_table, s.row_uid
    loop
        update ntmtrack.subject s
            set shown = array(select distinct u from unnest(s.shown || to_units) u)
            where s.at_table = named.at_table and s.row_uid = named.row_uid
            and not s.shown @> to_units;
        update ntmtrack.op o set arrived = pg_current_xact_id(),
                shown = array(select distinct u from unnest(o.shown || to_units) u)
            where o.at_table = named.at_table and o.row_uid = named.row_uid
            and not o.shown @> to_units;
        if named.at_table = 'person' then
            perform ntmtrack.show(jsonb_build_object('agency_id', named.belongs), to_units, me);
        end if;
    end loop;
end $$;

-- Those who answer for a row's unit from now on are to see how it came to this.
create or replace function ntmtrack.moved(row_moved ntmtrack.subject, whither text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    told jsonb;
begin
    if whither is not distinct from row_moved.unit then
        return;
    end if;
    update ntmtrack.subject s set unit = whither
        where (s.at_table, s.row_uid) = (row_moved.at_table, row_moved.row_uid)
        or s.belongs = row_moved.row_uid;
    update ntmtrack.op o set arrived = pg_current_xact_id(),
            scope = case when whither is null then 'office' else 'unit' end,
            units = array(select distinct u from unnest(o.units || whither) u where u is not null),
            shown = array(select distinct u from unnest(o.shown || whither) u where u is not null)
        from ntmtrack.subject s
        where (s.at_table, s.row_uid) = (o.at_table, o.row_uid)
        and (s.belongs = row_moved.row_uid
            or (s.at_table, s.row_uid) = (row_moved.at_table, row_moved.row_uid));
    for told in select o.after from ntmtrack.op o
        join ntmtrack.subject s on (s.at_table, s.row_uid) = (o.at_table, o.row_uid)
        where whither is not null and o.after is not null and (s.belongs = row_moved.row_uid
            or (s.at_table, s.row_uid) = (row_moved.at_table, row_moved.row_uid))
    loop
        perform ntmtrack.show(told, array[whither], ntmtrack.me());
    end loop;
end $$;

create or replace function ntmtrack.is_fact(told text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select told not in ('unit', 'unit_version', 'unit_code', 'document', 'agency',
        'agency_address', 'person', 'person_address', 'task', 'task_party', 'product', 'work')
$$;

-- The offices whose criteria hold for whoever asks: one's own and those above; for the owner of the
-- database, those that nobody is above.
create or replace function ntmtrack.lawgivers() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(o.uid), '{}') from ntmtrack.office o
    where case when ntmtrack.me() is null then not exists (select from ntmtrack.office other
            where ntmtrack.unit_here(other.unit) <> ntmtrack.unit_here(o.unit)
            and ntmtrack.within(o.unit, other.unit))
        else exists (select from ntmtrack.office mine where mine.uid = ntmtrack.me()
            and ntmtrack.within(mine.unit, o.unit)) end
$$;

create or replace function ntmtrack.canon_of(told text, row_uid text, after jsonb, unit text)
returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select case told
        when 'criteria_set' then concat_ws('|', after ->> 'code', after ->> 'hash')
        when 'overlay' then concat_ws('|', after ->> 'code', md5(after ->> 'body'))
        when 'item' then concat_ws('|',
            coalesce((select s.canon from ntmtrack.subject s where s.at_table = 'criteria_set'
                and s.row_uid = after ->> 'set_id'), after ->> 'set_id'),
            coalesce((select s.canon from ntmtrack.subject s where s.at_table = 'overlay'
                and s.row_uid = after ->> 'overlay_id'), after ->> 'overlay_id', '-'),
            after ->> 'number')
        when 'unit_version' then concat_ws('|', unit, coalesce(after ->> 'valid_from', ''))
        when 'unit_code' then concat_ws('|', unit, coalesce(after ->> 'valid_from', ''),
            after ->> 'system')
        else row_uid end
$$;
