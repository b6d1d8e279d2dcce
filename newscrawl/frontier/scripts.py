"""What the shared frontier does inside Redis: Lua, each script one step that happens whole or not at all. Data only.

Keys, all behind the project's prefix ``newscrawl:PROJECT:``:

==================  =======  ===========================================================================================
``lane:R:SITE/CH``  stream   entries that are to be fetched, by rank (0: fresh lists, 1: the others) and channel
``lanes:SITE``      set      the names of a site's lanes
``at:SITE``         hash     key of an entry -> where it is: ``ID LANE``, ``ID results`` or ``ID dead``
``tries:SITE``      hash     key -> ``TRIES ID REASON`` of an entry that failed; ID is that of the delivery that counted
``results:SITE``    stream   what workers made of entries, until the keeper has remembered it
``dead``            stream   entries that failed too often, or cannot be read
``sites``           set      sites that have been here
``active``          set      sites where something waits or is held
``turn:HOST``       hash     whose turn it is at a host, and when it may be asked
``digests``         hash     site -> by which site file its articles are read
``keeper:SITE``     string   who keeps a site, as long as it shows to be alive
``worker:NAME``     string   a worker that lives
==================  =======  ===========================================================================================

Every moment is Redis' own, so clocks of machines do not matter.
"""

from __future__ import annotations

__all__ = ["GROUP", "SCRIPTS"]

GROUP = "workers"
"""The consumer group of every lane."""

DIED = "its worker died"
"""Why a try failed of which nobody says anything."""

HEAD = """
local p, site, group, died = KEYS[1], ARGV[1], 'GROUP', 'DIED'
local at, tries, lanes, results = p..'at:'..site, p..'tries:'..site, p..'lanes:'..site, p..'results:'..site

local function fields_of(flat)
  local fields = {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return fields
end

local function add(rank, channel, key, payload, added)
  local lane = p..'lane:'..rank..':'..site..'/'..channel
  if redis.call('EXISTS', lane) == 0 then
    redis.call('XGROUP', 'CREATE', lane, group, '0', 'MKSTREAM')
    redis.call('SADD', lanes, lane)
    redis.call('SADD', p..'sites', site)
  end
  local id = redis.call('XADD', lane, '*', 'k', key, 'c', channel, 'p', payload, 't', added)
  redis.call('HSET', at, key, id..' '..lane)
  redis.call('SADD', p..'active', site)
end

-- where an entry is: its id and its lane; nil: in no lane
local function place(key)
  local where = redis.call('HGET', at, key)
  if not where then return nil end
  local id, lane = string.match(where, '^(%S+) (.*)$')
  if lane == 'results' or lane == 'dead' then return nil, id, lane end
  return lane, id
end

local function take_off(lane, id)
  redis.call('XACK', lane, group, id)
  redis.call('XDEL', lane, id)
end

local function holder(lane, id)
  local pending = redis.call('XPENDING', lane, group, id, id, 1)
  return pending[1] and pending[1][2]
end

local function body(lane, id)
  local found = redis.call('XRANGE', lane, id, id)
  return found[1] and fields_of(found[1][2])
end

-- how often an entry failed, at which delivery, and why
local function past(key)
  local kept = redis.call('HGET', tries, key)
  if not kept then return 0, '', '' end
  local n, id, reason = string.match(kept, '^(%d+) (%S+) (.*)$')
  return tonumber(n), id, reason
end

-- back into its lane, or behind the others when this delivery failed
local function requeue(lane, id)
  local entry = body(lane, id)
  take_off(lane, id)
  if not entry or not entry.k then return end
  local _, counted, reason = past(entry.k)
  local failed = counted == id and reason ~= died
  add(failed and 1 or string.match(lane, 'lane:(%d):'), entry.c, entry.k, entry.p, entry.t)
end

local function bury(entry, reason)
  local id = redis.call('XADD', p..'dead', '*', 's', site, 'k', entry.k, 'c', entry.c, 'p', entry.p, 't', entry.t,
    'n', (past(entry.k)), 'r', reason)
  redis.call('HDEL', tries, entry.k)
  redis.call('HSET', at, entry.k, id..' dead')
end

local function tell_dead(entry, reason)
  redis.call('XADD', results, '*', 'k', entry.k, 'c', entry.c, 'p', entry.p,
    'o', cjson.encode({kind = 'dead', reason = reason}))
end
""".replace("'GROUP'", f"'{GROUP}'").replace("'DIED'", f"'{DIED}'")
"""What several scripts share."""

PUT = """
local now, dead = redis.call('TIME')[1], {}
for i = 2, #ARGV, 4 do
  local lane, _, elsewhere = place(ARGV[i])
  if elsewhere == 'dead' then
    table.insert(dead, ARGV[i])
  elseif not lane and not elsewhere then
    add(ARGV[i + 1], ARGV[i + 2], ARGV[i], ARGV[i + 3], now)
  end
end
return dead
"""
"""Put entries: key, rank, channel and payload of each; return the keys of those that are dead letters."""

LEASE = """
local owner, limit, found = ARGV[2], tonumber(ARGV[3]), {}
for rank = 0, 1 do
  for i = 4, #ARGV do
    local lane = p..'lane:'..rank..':'..site..'/'..ARGV[i]
    if #found < limit and redis.call('EXISTS', lane) == 1 then
      local read = redis.call('XREADGROUP', 'GROUP', group, owner, 'COUNT', limit - #found, 'STREAMS', lane, '>')
      for _, entry in ipairs(read and read[1][2] or {}) do
        local fields = fields_of(entry[2] or {})
        if fields.k and fields.c and fields.p and fields.t then
          local n, _, reason = past(fields.k)
          table.insert(found, {fields.k, fields.c, fields.p, fields.t, n, reason, rank})
        else
          take_off(lane, entry[1])
        end
      end
    end
  end
end
if #found < limit then
  -- what somebody holds may yet have to be taken up
  local left = 0
  for _, lane in ipairs(redis.call('SMEMBERS', lanes)) do left = left + redis.call('XLEN', lane) end
  if left == 0 then redis.call('SREM', p..'active', site) end
end
return found
"""
"""Hold entries for an owner: at most so many, of these channels, the first to come first."""

ACKNOWLEDGE = """
local owner = ARGV[2]
for i = 3, #ARGV do
  local key = ARGV[i]
  local lane, id, elsewhere = place(key)
  if elsewhere == 'results' then
    redis.call('XDEL', results, id)
    redis.call('HDEL', at, key)
  elseif lane and holder(lane, id) == owner then
    take_off(lane, id)
    redis.call('HDEL', at, key)
    redis.call('HDEL', tries, key)
  end
end
return 0
"""
"""Forget entries: those whose results the keeper has remembered, and those that the owner holds."""

FAIL = """
local owner, key, reason = ARGV[2], ARGV[3], ARGV[4]
local lane, id = place(key)
if not lane or holder(lane, id) ~= owner then return nil end
local n = past(key) + 1
redis.call('HSET', tries, key, n..' '..id..' '..reason)
local entry = body(lane, id)
return {entry.k, entry.c, entry.p, entry.t, n, reason, string.match(lane, 'lane:(%d):')}
"""
"""Count a try of an entry that the owner holds."""

RELEASE = """
local owner, count = ARGV[2], 0
for _, lane in ipairs(redis.call('SMEMBERS', lanes)) do
  for _, pending in ipairs(redis.call('XPENDING', lane, group, '-', '+', 10000, owner)) do
    requeue(lane, pending[1])
    count = count + 1
  end
  redis.call('XGROUP', 'DELCONSUMER', lane, group, owner)
end
return count
"""
"""Let go of everything that an owner holds."""

RECLAIM = """
local alive, patience, most, count = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), 0
for _, lane in ipairs(redis.call('SMEMBERS', lanes)) do
  for _, pending in ipairs(redis.call('XPENDING', lane, group, 'IDLE', patience, '-', '+', 1000)) do
    local id, owner = pending[1], pending[2]
    if owner ~= alive then
      local entry = body(lane, id)
      if entry and entry.k then
        local n, counted, reason = past(entry.k)
        if counted ~= id then
          n, reason = n + 1, died
          redis.call('HSET', tries, entry.k, n..' '..id..' '..reason)
        end
        if n >= most then
          take_off(lane, id)
          bury(entry, reason)
          tell_dead(entry, reason)
        else
          requeue(lane, id)
        end
      else
        take_off(lane, id)
      end
      count = count + 1
    end
  end
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', lane, group)) do
    local known = fields_of(consumer)
    if known.pending == 0 and known.idle > 86400000 then
      redis.call('XGROUP', 'DELCONSUMER', lane, group, known.name)
    end
  end
end
return count
"""
"""Let go of what nobody has shown to be alive for; what has failed too often goes to the dead letters."""

BEAT = """
local owner, lost = ARGV[2], {}
for i = 3, #ARGV do
  local lane, id = place(ARGV[i])
  if lane and holder(lane, id) == owner then
    redis.call('XCLAIM', lane, group, owner, 0, id, 'JUSTID')
  else
    table.insert(lost, ARGV[i])
  end
end
return lost
"""
"""Show that an owner lives and works on these entries; return those that are not its own any more."""

HAND_BACK = """
local taken = 0
for i = 2, #ARGV, 2 do
  local key, outcome = ARGV[i], ARGV[i + 1]
  local lane, id = place(key)
  local entry = lane and body(lane, id)
  if entry then
    take_off(lane, id)
    redis.call('HDEL', tries, key)
    local new = redis.call('XADD', results, '*', 'k', key, 'c', entry.c, 'p', entry.p, 'o', outcome)
    redis.call('HSET', at, key, new..' results')
    taken = taken + 1
  elseif key == '' then
    redis.call('XADD', results, '*', 'k', '', 'c', '', 'p', '', 'o', outcome)
  end
end
return taken
"""
"""Move entries to the results, each with its outcome; who was slower than another worker is not heard any more."""

BURY = """
local key, reason = ARGV[2], ARGV[3]
local lane, id, elsewhere = place(key)
local entry
if elsewhere == 'results' then
  entry = body(results, id)
  redis.call('XDEL', results, id)
elseif lane then
  entry = body(lane, id)
  take_off(lane, id)
  if entry then tell_dead(entry, reason) end
end
if not entry then return 0 end
entry.t = entry.t or redis.call('TIME')[1]
bury(entry, reason)
return 1
"""
"""Send an entry to the dead letters."""

RETRY = """
local back = {}
for _, letter in ipairs(redis.call('XRANGE', p..'dead', '-', '+')) do
  local entry = fields_of(letter[2])
  if entry.s == site then
    redis.call('XDEL', p..'dead', letter[1])
    add(1, entry.c, entry.k, entry.p, entry.t)
    table.insert(back, entry.k)
  end
end
return back
"""
"""Put a site's dead letters back into their lanes."""

BACKLOG = """
local waiting, held, owners = 0, 0, {}
for _, lane in ipairs(redis.call('SMEMBERS', lanes)) do
  local pending = redis.call('XPENDING', lane, group)
  held = held + pending[1]
  waiting = waiting + redis.call('XLEN', lane) - pending[1]
  for _, owner in ipairs(pending[4] or {}) do table.insert(owners, owner) end
end
return {waiting, held, redis.call('XLEN', results), owners}
"""
"""Count what waits, what is held and by whom, and what the keeper has not read."""

CLAIM = """
local about = redis.call('HGETALL', site)
local known = fields_of(about)
if #about == 0 or (known.state == ARGV[2] and known.protocol == ARGV[3]) then
  for i = 2, #ARGV, 1 do
    local name = ({'state', 'protocol', 'version', 'contact'})[i - 1]
    redis.call('HSET', site, name, ARGV[i])
  end
end
return about
"""
"""Write what a frontier is, when nobody or the same project has been here; return what was written before."""

RENEW = """
local other = redis.call('GET', site)
if other and other ~= ARGV[2] and string.sub(other, 1, #ARGV[4]) ~= ARGV[4] then return other end
redis.call('SET', site, ARGV[2], 'PX', ARGV[3])
return ''
"""
"""Take or keep a lock for so many milliseconds, also from an owner known to be dead; return whose it is otherwise."""

LET_GO = """
if redis.call('GET', site) == ARGV[2] then redis.call('DEL', site) end
return 0
"""
"""Give a lock back."""

SCRIPTS = {
    name: HEAD + script
    for name, script in {
        "put": PUT,
        "lease": LEASE,
        "acknowledge": ACKNOWLEDGE,
        "fail": FAIL,
        "release": RELEASE,
        "reclaim": RECLAIM,
        "beat": BEAT,
        "hand_back": HAND_BACK,
        "bury": BURY,
        "retry": RETRY,
        "backlog": BACKLOG,
        "claim": CLAIM,
        "renew": RENEW,
        "let_go": LET_GO,
    }.items()
}
"""By name; every one gets the prefix as its only key, and the site (or a key's name) as its first argument."""
