-- What reports say, as views for other tools: the same column names and the same figures as the
-- program's own JSON, as of ntmtrack.day() (the setting ntmtrack.as_of, else today). Each reader
-- sees in them what the policies let that reader see.

create view ntmtrack.unit with (security_invoker = true) as
    with entry as materialized (
        select distinct on (v.unit_key) v.* from ntmtrack.unit_entry v
        where coalesce(v.valid_from, '-infinity') <= ntmtrack.day()
        and coalesce(v.valid_to, 'infinity') >= ntmtrack.day()
        order by v.unit_key, v.ord),
    code as materialized (
        select distinct on (k.canon) k.canon as unit_key, c.body ->> 'code' as code
        from ntmtrack.entity c
        join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = c.body ->> 'unit_id'
        where c.at_table = 'unit_code'
        and coalesce((c.body ->> 'valid_from')::date, '-infinity') <= ntmtrack.day()
        and coalesce((c.body ->> 'valid_to')::date, 'infinity') >= ntmtrack.day()
        order by k.canon, c.ord)
    select v.unit_key, coalesce(c.code, v.unit_key) as unit, v.name as unit_name, v.kind,
        p.name as parent, v.region, v.unit_group as "group", v.valid_from, v.valid_to
    from entry v
    left join code c on c.unit_key = v.unit_key
    left join entry p on p.unit_key = v.parent_key;

-- Criteria and indicators in force on the day, each set once: those that the reader's own office or
-- one above it loaded, as ledgers take no others.
create view ntmtrack.criterion with (security_invoker = true) as
    with once as materialized (
        select distinct on (at_table, canon) * from ntmtrack.fact
        where at_table in ('criteria_set', 'item', 'overlay')
        and office = any((select ntmtrack.lawgivers())::text[])
        order by at_table, canon, ord),
    amended as materialized (
        select distinct on (mi.canon) mi.canon as item_key, m.body ->> 'name' as name
        from ntmtrack.fact m
        join ntmtrack.subject mi on mi.at_table = 'item' and mi.row_uid = m.body ->> 'item_id'
        join ntmtrack.subject mo on mo.at_table = 'overlay'
            and mo.row_uid = m.body ->> 'overlay_id'
        join once o on o.at_table = 'overlay' and o.canon = mo.canon
        where m.at_table = 'amendment' and m.office = any((select ntmtrack.lawgivers())::text[])
        and (o.body ->> 'effective')::date <= ntmtrack.day()
        order by mi.canon, o.body ->> 'effective' desc, o.body ->> 'issued' desc nulls last,
            o.body ->> 'code' desc)
    select i.canon as item_key, s.canon as set_key, s.body ->> 'code' as "set",
        i.body ->> 'number' as number,
        coalesce(m.name, i.body ->> 'name') as name,
        up.canon as parent_key, (i.body ->> 'needed')::bigint as needed,
        i.body ->> 'sort_key' as sort_key
    from once i
    left join amended m on m.item_key = i.canon
    join ntmtrack.subject si on si.at_table = 'criteria_set' and si.row_uid = i.body ->> 'set_id'
    join once s on s.at_table = 'criteria_set' and s.canon = si.canon
    left join ntmtrack.subject up on up.at_table = 'item' and up.row_uid = i.body ->> 'parent_id'
    left join ntmtrack.subject oi on oi.at_table = 'overlay'
        and oi.row_uid = i.body ->> 'overlay_id'
    left join once o on o.at_table = 'overlay' and o.canon = oi.canon
    where i.at_table = 'item'
    and (oi.row_uid is null or (o.body ->> 'effective')::date <= ntmtrack.day());

-- The latest judgement of every item at every stage.
create view ntmtrack.assessment with (security_invoker = true) as
    with document as materialized (
        select canon, body ->> 'number' as number from ntmtrack.entity
        where at_table = 'document')
    select distinct on (k.canon, i.canon, a.body ->> 'stage') k.canon as unit_key,
        i.canon as item_key, a.body ->> 'stage' as stage, a.body ->> 'verdict' as verdict,
        (a.body ->> 'assessed_on')::date as assessed_on,
        coalesce(a.body ->> 'at_risk', '0') = '1' as at_risk,
        case when a.body ->> 'value' ~ '^-?\d{1,100}(\.\d{1,100})?$'
            then (a.body ->> 'value')::numeric end as value, a.body ->> 'value_unit' as value_unit,
        d.number as document, a.ord
    from ntmtrack.fact a
    left join document d on d.canon = a.body ->> 'document_id'
    join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = a.body ->> 'unit_id'
    join ntmtrack.subject i on i.at_table = 'item' and i.row_uid = a.body ->> 'item_id'
    where a.at_table = 'assessment' and (a.body ->> 'assessed_on')::date <= ntmtrack.day()
    order by k.canon, i.canon, a.body ->> 'stage', (a.body ->> 'assessed_on')::date desc,
        a.ord desc;

-- Which units have been judged, counted or registered under which sets.
create view ntmtrack.pair with (security_invoker = true) as
    with document as materialized (
        select canon, body ->> 'dated' as dated from ntmtrack.entity where at_table = 'document'),
    judged as materialized (select distinct unit_key, item_key from ntmtrack.assessment),
    criterion as materialized (select * from ntmtrack.criterion),
    unit as materialized (select * from ntmtrack.unit),
    named as materialized (
        select a.unit_key, i.set_key from judged a
            join criterion i on i.item_key = a.item_key
        union
        select k.canon, s.canon from ntmtrack.fact f
            join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = f.body ->> 'unit_id'
            join ntmtrack.subject s on s.at_table = 'criteria_set'
                and s.row_uid = f.body ->> 'set_id'
            left join document d on d.canon = f.body ->> 'document_id'
            where f.at_table = 'tally' and f.body ->> 'what' in ('met', 'nearly_met', 'unmet')
                and (f.body ->> 'counted_on')::date <= ntmtrack.day()
            or f.at_table = 'standing' and coalesce(f.body ->> 'happened_on',
                d.dated, (f.body ->> 'year') || '-01-01', '') <= ntmtrack.day()::text)
    select n.unit_key, n.set_key, u.unit, u.unit_name from named n
    join unit u on u.unit_key = n.unit_key;

-- How each criterion stands: its own judgement or what its indicators add up to, whichever is of
-- the later day, on one day of the higher stage.
create view ntmtrack.finding with (security_invoker = true) as
    with counting as materialized (
        select distinct on (a.unit_key, a.item_key) a.*,
            array[a.assessed_on::text, case a.stage when 'self' then '0'
                when 'verification' then '1' else '2' end, a.ord] as moment
        from ntmtrack.assessment a
        order by a.unit_key, a.item_key, a.assessed_on desc,
            array_position(array['self', 'verification', 'appraisal'], a.stage) desc, a.ord desc),
    criterion as materialized (select * from ntmtrack.criterion),
    pair as materialized (select * from ntmtrack.pair),
    below as (
        select p.unit_key, c.item_key, count(i.item_key) as indicators,
            count(*) filter (where j.verdict = 'met') as met,
            count(*) filter (where j.verdict = 'nearly_met') as nearly,
            count(*) filter (where j.verdict = 'not_applicable') as without,
            count(i.item_key) filter (where j.verdict is null) as missing,
            bool_or(j.at_risk) as at_risk, max(j.moment) as moment,
            (array_agg(j.stage order by j.moment desc)
                filter (where j.verdict is not null))[1] as stage,
            (array_agg(j.assessed_on order by j.moment desc)
                filter (where j.verdict is not null))[1] as assessed_on,
            coalesce(array_agg(i.number order by i.sort_key)
                filter (where j.verdict in ('unmet', 'nearly_met')), '{}') as failing,
            coalesce(array_agg(j.document order by i.sort_key)
                filter (where j.document is not null), '{}') as documents
        from pair p
        join criterion c on c.set_key = p.set_key and c.parent_key is null
        left join criterion i on i.parent_key = c.item_key and i.number <> c.number
        left join counting j on j.unit_key = p.unit_key and j.item_key = i.item_key
        group by p.unit_key, c.item_key),
    derived as (
        select b.*, case
            when b.indicators = 0 then 'not_assessed'
            when b.indicators = b.without then 'not_applicable'
            when b.met >= n.needed then 'met'
            when b.met + b.nearly + b.missing < n.needed then 'unmet'
            when b.missing > 0 then 'not_assessed'
            else 'nearly_met' end as verdict
        from below b join criterion c on c.item_key = b.item_key,
        lateral (select least(coalesce(c.needed, b.indicators - b.without),
            b.indicators - b.without) as needed) n)
    select p.unit_key, p.set_key, p.unit, p.unit_name, c."set", c.number, c.name, c.sort_key,
        f.verdict, f.stage, f.assessed_on, f.at_risk, f.indicators, f.documents
    from pair p
    join criterion c on c.set_key = p.set_key and c.parent_key is null
    join derived d on d.unit_key = p.unit_key and d.item_key = c.item_key
    left join counting own on own.unit_key = p.unit_key and own.item_key = c.item_key,
    lateral (select own.verdict is not null and (d.verdict = 'not_assessed' or d.moment is null
        or own.moment > d.moment) as own_word) w,
    lateral (select
        case when w.own_word then own.verdict when d.moment is null then 'not_assessed'
            else d.verdict end as verdict,
        case when w.own_word then own.stage else d.stage end as stage,
        case when w.own_word then own.assessed_on else d.assessed_on end as assessed_on,
        case when w.own_word then own.at_risk else coalesce(d.at_risk, false) end as at_risk,
        case when w.own_word or d.verdict = 'met' then '{}' else d.failing end as indicators,
        case when w.own_word then array_remove(array[own.document], null)
            else d.documents end as documents) f;

create view ntmtrack.status with (security_invoker = true) as
    select f.unit, f.unit_name, f."set",
        case when bool_and(f.verdict = 'not_assessed') then '?'
            else (count(*) filter (where f.verdict = 'met'))::text end
            || '/' || count(*) as score,
        count(*) filter (where f.verdict = 'met') as met,
        count(*) filter (where f.verdict = 'nearly_met') as nearly_met,
        count(*) filter (where f.verdict = 'unmet') as unmet,
        count(*) filter (where f.verdict = 'not_applicable') as not_applicable,
        count(*) filter (where f.verdict = 'not_assessed') as not_assessed,
        count(*) as total
    from ntmtrack.finding f
    group by f.unit_key, f.set_key, f.unit, f.unit_name, f."set";

create view ntmtrack.task with (security_invoker = true) as
    with entity as materialized (
        select * from ntmtrack.entity
        where at_table in ('task', 'task_party', 'agency', 'person', 'document')),
    unit as materialized (select * from ntmtrack.unit),
    criterion as materialized (select * from ntmtrack.criterion),
    event as materialized (
        select e.belongs, e.row_uid, e.ord, e.body ->> 'kind' as kind,
            e.body ->> 'happened_on' as happened_on, (e.body ->> 'body')::jsonb as body
        from ntmtrack.fact e where e.at_table = 'task_event'),
    party as materialized (
        select t.body ->> 'task_id' as task_key, t.body ->> 'role' as role,
            array_agg(coalesce(a.body, n.body) ->> 'name' order by t.ord) as names
        from entity t
        left join entity a on a.at_table = 'agency' and a.canon = t.body ->> 'agency_id'
        left join entity n on n.at_table = 'person' and n.canon = t.body ->> 'person_id'
        where t.at_table = 'task_party'
        and coalesce((t.body ->> 'since')::date, '-infinity') <= ntmtrack.day()
        and coalesce((t.body ->> 'until')::date, 'infinity') > ntmtrack.day()
        group by 1, 2),
    happened as materialized (
        select e.belongs as task_key, jsonb_agg(jsonb_build_object('kind', e.kind,
            'on', e.happened_on, 'body', e.body) order by e.happened_on, e.ord) as events
        from event e
        where e.happened_on::date <= ntmtrack.day() and not exists (select from event v
            where v.belongs = e.belongs and v.kind = 'corrected'
            and v.body ->> 'takes_back' = e.row_uid)
        group by e.belongs)
    select t.body ->> 'number' as task, t.body ->> 'title' as title, u.unit, u.unit_name,
        i.number, coalesce(lead.names, '{}') as leads,
        coalesce(beside.names, '{}') as coordinators, coalesce(doing.names, '{}') as persons,
        l.last_day as due, l.extensions,
        case when l.last_day is null or l.closed_on is not null then 0
            else greatest(0, ntmtrack.day() - l.last_day) end as days_late,
        case when l.last_day is null or l.closed_on is not null then null
            else l.last_day - ntmtrack.day() end as days_left,
        l.state,
        case when l.state = 'cancelled' then 'cancelled'
            when l.last_day is null then 'no_due'
            when l.closed_on is not null then
                case when l.closed_on > l.last_day then 'done_late' else 'done_on_time' end
            when ntmtrack.day() > l.last_day then 'open_overdue'
            else 'open_in_time' end as outcome,
        d.body ->> 'number' as document, i."set", l.closed_on,
        (t.body ->> 'assigned_on')::date as assigned_on, t.body ->> 'clause' as clause,
        u.unit_key, i.set_key
    from entity t
    left join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = t.body ->> 'unit_id'
    left join unit u on u.unit_key = k.canon
    left join ntmtrack.subject ik on ik.at_table = 'item' and ik.row_uid = t.body ->> 'item_id'
    left join criterion i on i.item_key = ik.canon
    left join entity d on d.at_table = 'document' and d.canon = t.body ->> 'document_id'
    left join party lead on lead.task_key = t.canon and lead.role = 'lead'
    left join party beside on beside.task_key = t.canon and beside.role = 'coordinator'
    left join party doing on doing.task_key = t.canon and doing.role = 'person'
    left join happened h on h.task_key = t.canon,
    lateral ntmtrack.task_life(coalesce(h.events, '[]'), (t.body ->> 'due_last')::date,
        ntmtrack.day()) l
    where t.at_table = 'task'
    and coalesce((t.body ->> 'assigned_on')::date, '-infinity') <= ntmtrack.day();

create view ntmtrack.overdue with (security_invoker = true) as
    select task, title, unit, unit_name, number, leads, coordinators, persons, due, extensions,
        days_late, state, outcome, document, "set", assigned_on, clause
    from ntmtrack.task where outcome = 'open_overdue';

create view ntmtrack.unmet with (security_invoker = true) as
    with finding as materialized (select * from ntmtrack.finding),
    working as materialized (
        select unit_key, set_key, split_part(number, '.', 1) as number,
            array_agg(task order by due nulls last, task) as tasks, min(due) as due,
            array_agg(array_to_json(leads)::jsonb order by due nulls last, task) as leads
        from ntmtrack.task where closed_on is null and number is not null group by 1, 2, 3),
    judged as (
        select unit_key, set_key from finding
        group by 1, 2 having not bool_and(verdict = 'not_assessed'))
    select f.unit, f.unit_name, f."set", f.number, f.name, f.verdict, f.indicators, f.stage,
        f.assessed_on, coalesce(w.tasks, '{}') as tasks, w.due,
        w.due - ntmtrack.day() as days_left,
        array(select lead from (
            select e.lead, min(e.place) as place
            from unnest(w.leads) with ordinality g(each, turn),
            lateral (select lead, g.turn * 1000 + o as place
                from jsonb_array_elements_text(g.each) with ordinality x(lead, o)) e
            group by e.lead) named order by place) as leads,
        f.documents, f.at_risk, f.sort_key
    from finding f
    join judged using (unit_key, set_key)
    left join working w on w.unit_key = f.unit_key and w.set_key = f.set_key
        and w.number = f.number
    where f.verdict in ('unmet', 'nearly_met', 'not_assessed');

grant execute on function ntmtrack.day(), ntmtrack.task_life(jsonb, date, date)
    to ntmtrack_office;
grant select on ntmtrack.told, ntmtrack.fact, ntmtrack.entity, ntmtrack.unit_entry, ntmtrack.unit,
    ntmtrack.criterion, ntmtrack.assessment, ntmtrack.pair, ntmtrack.finding, ntmtrack.status,
    ntmtrack.task, ntmtrack.overdue, ntmtrack.unmet to ntmtrack_office;
