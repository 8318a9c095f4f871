#include "queue/redis_scripts.h"

/* Numbers beyond 14 digits lose their end in Lua's own conversion: num. */
const char redis_prelude[] =
    "local P, call = KEYS[1], redis.call\n"
    "local function num(x) return string.format('%.0f', x) end\n"
    "local function has(key) return call('EXISTS', key) == 1 end\n"
    /* Not every key of a queue is a job's. */
    "local function is_job(id)\n"
    "  local kind = call('TYPE', P .. id)\n"
    "  if type(kind) == 'table' then kind = kind.ok end\n"
    "  return kind == 'hash' and\n"
    "    call('HEXISTS', P .. id, 'timestamp') == 1\n"
    "end\n"
    "local function queue()\n"
    "  return has(P .. 'meta-paused') and P .. 'paused' or P .. 'wait'\n"
    "end\n"
    /* Puts a job into the list of those that wait, whose right end is next. */
    "local function push(to, id, priority, front)\n"
    "  if priority > 0 then\n"
    "    call('ZADD', P .. 'priority', num(priority), id)\n"
    "    local n = call('ZCOUNT', P .. 'priority', 0, num(priority))\n"
    "    local pivot = call('LINDEX', to, call('LLEN', to) - (n - 1))\n"
    "    if pivot then call('LINSERT', to, 'BEFORE', pivot, id)\n"
    "    else call('RPUSH', to, id) end\n"
    "  elseif front then call('RPUSH', to, id)\n"
    "  else call('LPUSH', to, id) end\n"
    "end\n"
    "local function waiting(id, token)\n"
    "  call('PUBLISH', P .. 'waiting@' .. token, id)\n"
    "end\n"
    "local function forget(id)\n"
    "  call('DEL', P .. id, P .. id .. ':logs')\n"
    "end\n"
    /* Keeps the newest count and those younger than age (s) of a set. */
    "local function trim(set, now, count, age)\n"
    "  if age >= 0 then\n"
    "    for _, id in ipairs(call('ZRANGEBYSCORE', set, '-inf',\n"
    "        num(now - age * 1000))) do\n"
    "      forget(id) call('ZREM', set, id)\n"
    "    end\n"
    "  end\n"
    "  if count >= 0 then\n"
    "    for _, id in ipairs(call('ZREVRANGE', set, num(count), -1)) do\n"
    "      forget(id) call('ZREM', set, id)\n"
    "    end\n"
    "  end\n"
    "end\n"
    /* 0 if the lock is the token's, else what Bull's scripts answer. */
    "local function owned(id, token)\n"
    "  if not has(P .. id) then return -1 end\n"
    "  local owner = call('GET', P .. id .. ':lock')\n"
    "  if owner == token then return 0 end\n"
    "  return owner and -6 or -2\n"
    "end\n"
    "local function unlock(id)\n"
    "  if call('LREM', P .. 'active', -1, id) == 0 then return -3 end\n"
    "  call('DEL', P .. id .. ':lock')\n"
    "  call('SREM', P .. 'stalled', id)\n"
    "  return 0\n"
    "end\n"
    "local function lifo(id)\n"
    "  local ok, opts = pcall(cjson.decode, call('HGET', P .. id, 'opts'))\n"
    "  return ok and type(opts) == 'table' and opts.lifo == true\n"
    "end\n"
    /* Gives a job of the list active to a worker: nil if its hash is gone. */
    "local function lock(id, now, token, ms)\n"
    "  if not has(P .. id) then\n"
    "    call('LREM', P .. 'active', 0, id)\n"
    "    call('DEL', P .. id .. ':lock')\n"
    "    return nil\n"
    "  end\n"
    "  call('SET', P .. id .. ':lock', token, 'PX', ms)\n"
    "  call('SREM', P .. 'stalled', id)\n"
    "  call('ZREM', P .. 'priority', id)\n"
    "  call('HSET', P .. id, 'processedOn', now)\n"
    "  call('PUBLISH', P .. 'active@' .. token, id)\n"
    "  return {id, call('HGETALL', P .. id)}\n"
    "end\n";

/* ARGV: id or '', name, data, opts, timestamp, delay, priority, lifo, token,
 * repeat key or '', its next run, 1 if the key must exist, dry: how many adds
 * came before, or ''. Answers {0 new, 1 duplicate, 2 no key; id; key known}. */
struct redis_script script_add = {
	"local id, name, data, opts, timestamp, delay, priority, front, "
	"token,\n"
	"  key, next, must, dry = unpack(ARGV)\n"
	"local known = 0\n"
	"if key ~= '' then\n"
	"  known = call('ZSCORE', P .. 'repeat', key) and 1 or 0\n"
	"  if must == '1' and known == 0 then return {2, '', 0} end\n"
	"  if dry == '' then call('ZADD', P .. 'repeat', next, key) end\n"
	"end\n"
	"local n\n"
	"if dry == '' then n = call('INCR', P .. 'id')\n"
	"else n = tonumber(call('GET', P .. 'id') or 0) + tonumber(dry) + 1 "
	"end\n"
	"if id == '' then id = num(n) end\n"
	"if has(P .. id) then\n"
	"  if dry == '' then\n"
	"    call('PUBLISH', P .. 'duplicated@' .. token, id)\n"
	"  end\n"
	"  return {1, id, known}\n"
	"end\n"
	"if dry ~= '' then return {0, id, known} end\n"
	"call('HMSET', P .. id, 'name', name, 'data', data, 'opts', opts,\n"
	"  'timestamp', timestamp, 'delay', delay, 'priority', priority)\n"
	"if tonumber(delay) > 0 then\n"
	"  local due = tonumber(timestamp) + tonumber(delay)\n"
	"  call('ZADD', P .. 'delayed', num(due * 4096 + n % 4096), id)\n"
	"  call('PUBLISH', P .. 'delayed', num(due))\n"
	"else\n"
	"  push(queue(), id, tonumber(priority), front == '1')\n"
	"  waiting(id, token)\n"
	"end\n"
	"return {0, id, known}\n",
	""
};

/* ARGV: now, token. Moves what is due; answers the score of the next, or ''. */
struct redis_script script_due = {
	"local limit = num(tonumber(ARGV[1]) * 4096)\n"
	"local to = queue()\n"
	"for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'delayed', 0, limit,\n"
	"    'LIMIT', 0, 1000)) do\n"
	"  call('ZREM', P .. 'delayed', id)\n"
	"  if has(P .. id) then\n"
	"    call('LREM', P .. 'active', 0, id)\n"
	"    push(to, id, tonumber(call('HGET', P .. id, 'priority')) or 0)\n"
	"    waiting(id, ARGV[2])\n"
	"    call('HSET', P .. id, 'delay', 0)\n"
	"  end\n"
	"end\n"
	"local first = call('ZRANGE', P .. 'delayed', 0, 0, 'WITHSCORES')[2]\n"
	"if not first then return '' end\n"
	"first = num(math.floor(tonumber(first) / 4096))\n"
	"call('PUBLISH', P .. 'delayed', first)\n"
	"return first\n",
	""
};

/* ARGV: now, token, lock ms. Answers {id, hash}, or nil if nothing waits. */
struct redis_script script_take = {
	"while true do\n"
	"  local id = call('RPOPLPUSH', P .. 'wait', P .. 'active')\n"
	"  if not id then call('PUBLISH', P .. 'drained', '') return nil end\n"
	"  local got = lock(id, unpack(ARGV))\n"
	"  if got then return got end\n"
	"end\n",
	""
};

/* ARGV: now, token, lock ms, id in active. Answers {id, hash}, or nil. */
struct redis_script script_lock = {
	"return lock(ARGV[4], ARGV[1], ARGV[2], ARGV[3])\n", ""
};

/* ARGV: token, lock ms, ids. Answers 1 or 0 for each. */
struct redis_script script_renew = {
	"local out = {}\n"
	"for i = 3, #ARGV do\n"
	"  local key = P .. ARGV[i] .. ':lock'\n"
	"  if call('GET', key) == ARGV[1] then\n"
	"    call('SET', key, ARGV[1], 'PX', ARGV[2])\n"
	"    call('SREM', P .. 'stalled', ARGV[i])\n"
	"    out[i - 2] = 1\n"
	"  else out[i - 2] = 0 end\n"
	"end\n"
	"return out\n",
	""
};

/* ARGV: id, token, completed or failed, now, value, attemptsMade, stacktrace or
 * '', message, 1 if not even this one is kept, count, age. Answers 0 or less.
 */
struct redis_script script_finish = {
	"local id, token, set, now, value, attempts, stack, message, none,\n"
	"  count, age = unpack(ARGV)\n"
	"local rc = owned(id, token)\n"
	"if rc == 0 then rc = unlock(id) end\n"
	"if rc ~= 0 then return rc end\n"
	"if none == '1' then\n"
	"  forget(id)\n"
	"else\n"
	"  call('ZADD', P .. set, now, id)\n"
	"  if set == 'completed' then call('HSET', P .. id, 'returnvalue', "
	"value)\n"
	"  else\n"
	"    call('HMSET', P .. id, 'failedReason', value, 'attemptsMade',\n"
	"      attempts, 'stacktrace', stack)\n"
	"  end\n"
	"  call('HSET', P .. id, 'finishedOn', now)\n"
	"  trim(P .. set, tonumber(now), tonumber(count), tonumber(age))\n"
	"end\n"
	"call('PUBLISH', P .. set, message)\n"
	"return 0\n",
	""
};

/* ARGV: id, token, score in delayed or '', due, attemptsMade, reason,
 * stacktrace, priority, lifo. Answers 0 or less. */
struct redis_script script_put_back = {
	"local id, token, score, due, attempts, reason, stack, priority, front "
	"=\n"
	"  unpack(ARGV)\n"
	"local rc = owned(id, token)\n"
	"if rc == 0 then rc = unlock(id) end\n"
	"if rc ~= 0 then return rc end\n"
	"call('HMSET', P .. id, 'attemptsMade', attempts, 'failedReason',\n"
	"  reason, 'stacktrace', stack)\n"
	"if score ~= '' then\n"
	"  call('ZADD', P .. 'delayed', score, id)\n"
	"  call('PUBLISH', P .. 'delayed', due)\n"
	"else push(queue(), id, tonumber(priority), front == '1') end\n"
	"return 0\n",
	""
};

/* ARGV: id, token. Answers 0 or less. */
struct redis_script script_give_back = {
	"local rc = owned(ARGV[1], ARGV[2])\n"
	"if rc == 0 then rc = unlock(ARGV[1]) end\n"
	"if rc ~= 0 then return rc end\n"
	"call('RPUSH', queue(), ARGV[1])\n"
	"waiting(ARGV[1], ARGV[2])\n"
	"return 0\n",
	""
};

/* ARGV: now, how often a job may stall, interval ms, reason. Answers {id,
 * counter, 1 if failed, ...}. */
struct redis_script script_stalled = {
	"local now, max, interval, reason = unpack(ARGV)\n"
	"local out = {}\n"
	"if not call('SET', P .. 'stalled-check', now, 'PX', interval, 'NX') "
	"then\n"
	"  return out\n"
	"end\n"
	"local function fail(id)\n"
	"  call('ZADD', P .. 'failed', now, id)\n"
	"  call('HMSET', P .. id, 'failedReason', reason, 'finishedOn', now)\n"
	"  local ok, opts = pcall(cjson.decode, call('HGET', P .. id, "
	"'opts'))\n"
	"  local keep = ok and type(opts) == 'table' and opts.removeOnFail\n"
	"  if keep == true or keep == 0 then\n"
	"    forget(id) call('ZREM', P .. 'failed', id)\n"
	"  elseif type(keep) == 'number' then\n"
	"    trim(P .. 'failed', tonumber(now), keep, -1)\n"
	"  elseif type(keep) == 'table' then\n"
	"    trim(P .. 'failed', tonumber(now), tonumber(keep.count) or -1,\n"
	"      tonumber(keep.age) or -1)\n"
	"  end\n"
	"  call('PUBLISH', P .. 'failed', '{\"jobId\":' .. cjson.encode(id) "
	"..\n"
	"    ', \"val\": \"job stalled more than maxStalledCount\"}')\n"
	"end\n"
	"for _, id in ipairs(call('SMEMBERS', P .. 'stalled')) do\n"
	"  if not has(P .. id .. ':lock') and\n"
	"      call('LREM', P .. 'active', 1, id) > 0 and has(P .. id) then\n"
	"    local n = call('HINCRBY', P .. id, 'stalledCounter', 1)\n"
	"    local failed = n > tonumber(max)\n"
	"    if failed then fail(id)\n"
	"    else\n"
	"      call('RPUSH', queue(), id)\n"
	"      call('PUBLISH', P .. 'stalled@', id)\n"
	"    end\n"
	"    out[#out + 1] = id\n"
	"    out[#out + 1] = n\n"
	"    out[#out + 1] = failed and 1 or 0\n"
	"  end\n"
	"end\n"
	"call('DEL', P .. 'stalled')\n"
	"local active = call('LRANGE', P .. 'active', 0, -1)\n"
	"for i = 1, #active, 1000 do\n"
	"  call('SADD', P .. 'stalled',\n"
	"    unpack(active, i, math.min(i + 999, #active)))\n"
	"end\n"
	"return out\n",
	""
};

/* ARGV: 1 to pause, dry. Answers 1 if that is a change. */
struct redis_script script_pause = {
	"local pause, paused = ARGV[1] == '1', has(P .. 'meta-paused')\n"
	"if pause == paused then return 0 end\n"
	"if ARGV[2] == '1' then return 1 end\n"
	"local from, to = P .. 'wait', P .. 'paused'\n"
	"if not pause then from, to = to, from end\n"
	"if has(from) then call('RENAME', from, to) end\n"
	"if pause then\n"
	"  call('SET', P .. 'meta-paused', 1)\n"
	"  call('HSET', P .. 'meta', 'paused', 1)\n"
	"else\n"
	"  call('DEL', P .. 'meta-paused')\n"
	"  call('HDEL', P .. 'meta', 'paused')\n"
	"end\n"
	"local event = pause and 'paused' or 'resumed'\n"
	"call('PUBLISH', P .. event, event)\n"
	"return 1\n",
	""
};

/* ARGV: id, now, token, dry. Answers 0, 1 unknown, 2 locked, 3 not failed. */
struct redis_script script_retry = {
	"local id, now, token, dry = unpack(ARGV)\n"
	"if not is_job(id) then return 1 end\n"
	"if has(P .. id .. ':lock') then return 2 end\n"
	"if not call('ZSCORE', P .. 'failed', id) then return 3 end\n"
	"if dry == '1' then return 0 end\n"
	"call('HDEL', P .. id, 'finishedOn', 'processedOn', 'failedReason')\n"
	"call('HSET', P .. id, 'retriedOn', now)\n"
	"call('ZREM', P .. 'failed', id)\n"
	"call(lifo(id) and 'RPUSH' or 'LPUSH', queue(), id)\n"
	"waiting(id, token)\n"
	"return 0\n",
	""
};

/* ARGV: id, state or '', dry. Answers 0, 1 unknown or in another state, 2
 * locked. */
struct redis_script script_remove = {
	"local id, state, dry = unpack(ARGV)\n"
	"if not is_job(id) then return 1 end\n"
	"if has(P .. id .. ':lock') then return 2 end\n"
	"if (state == 'completed' or state == 'failed' or state == 'delayed')\n"
	"    and not call('ZSCORE', P .. state, id) then return 1 end\n"
	"if dry == '1' then return 0 end\n"
	"local n = call('ZREM', P .. 'completed', id) +\n"
	"  call('ZREM', P .. 'failed', id) + call('ZREM', P .. 'delayed', id)\n"
	"call('ZREM', P .. 'priority', id)\n"
	"call('SREM', P .. 'stalled', id)\n"
	"if n == 0 then\n"
	"  call('LREM', P .. 'active', 0, id)\n"
	"  call('LREM', P .. 'wait', 0, id)\n"
	"  call('LREM', P .. 'paused', 0, id)\n"
	"end\n"
	"forget(id)\n"
	"return 0\n",
	""
};

/* ARGV: id. Answers {state, score in delayed or '', hash}, or nil. */
struct redis_script script_state = {
	"local id = ARGV[1]\n"
	"if not is_job(id) then return nil end\n"
	"local hash, due, state = call('HGETALL', P .. id), '', 'waiting'\n"
	"for _, set in ipairs({'completed', 'failed', 'delayed'}) do\n"
	"  local score = call('ZSCORE', P .. set, id)\n"
	"  if score then state, due = set, score end\n"
	"end\n"
	"if state == 'waiting' then\n"
	"  for _, other in ipairs(call('LRANGE', P .. 'active', 0, -1)) do\n"
	"    if other == id then state = 'active' end\n"
	"  end\n"
	"end\n"
	"return {state, due, hash}\n",
	""
};

/* ARGV: ids. Answers those that are jobs. */
struct redis_script script_jobs = {
	"local out = {}\n"
	"for _, id in ipairs(ARGV) do\n"
	"  local kind = call('TYPE', P .. id)\n"
	"  if type(kind) == 'table' then kind = kind.ok end\n"
	"  if kind == 'hash' and call('HEXISTS', P .. id, 'timestamp') == 1 "
	"then\n"
	"    out[#out + 1] = id\n"
	"  end\n"
	"end\n"
	"return out\n",
	""
};

/* ARGV: id, JSON, message. Answers 1 if there is such a job. */
struct redis_script script_progress = {
	"if not is_job(ARGV[1]) then return 0 end\n"
	"call('HSET', P .. ARGV[1], 'progress', ARGV[2])\n"
	"call('PUBLISH', P .. 'progress', ARGV[3])\n"
	"return 1\n",
	""
};

/* ARGV: id, line, dry: lines before, or ''. Answers the line's number, or 0. */
struct redis_script script_log = {
	"local id, line, dry = unpack(ARGV)\n"
	"if not is_job(id) then return 0 end\n"
	"if dry == '' then return call('RPUSH', P .. id .. ':logs', line) end\n"
	"return call('LLEN', P .. id .. ':logs') + tonumber(dry) + 1\n",
	""
};

/* ARGV: key, prefix of its iterations. Answers {1 if one is to come or runs,
 * count of the latest that is kept}. */
struct redis_script script_cron_alive = {
	"local key, prefix = unpack(ARGV)\n"
	"local next = call('ZSCORE', P .. 'repeat', key)\n"
	"if not next then return {0, 0} end\n"
	"local id, count = prefix .. num(tonumber(next)), 0\n"
	"local opts = call('HGET', P .. id, 'opts')\n"
	"if opts then\n"
	"  local ok, o = pcall(cjson.decode, opts)\n"
	"  if ok and type(o) == 'table' and type(o['repeat']) == 'table' then\n"
	"    count = tonumber(o['repeat'].count) or 0\n"
	"  end\n"
	"end\n"
	"if call('ZSCORE', P .. 'delayed', id) then return {1, count} end\n"
	"for _, list in ipairs({'wait', 'paused', 'active'}) do\n"
	"  for _, other in ipairs(call('LRANGE', P .. list, 0, -1)) do\n"
	"    if other:sub(1, #prefix) == prefix then return {1, count} end\n"
	"  end\n"
	"end\n"
	"for _, other in ipairs(call('ZRANGE', P .. 'delayed', 0, -1)) do\n"
	"  if other:sub(1, #prefix) == prefix then return {1, count} end\n"
	"end\n"
	"return {0, count}\n",
	""
};

/* ARGV: key, prefix of its iterations, dry. Answers the id of the delayed one
 * that was removed, '' if there was none, nil if there is no such key. */
struct redis_script script_cron_remove = {
	"local key, prefix, dry = unpack(ARGV)\n"
	"local next = call('ZSCORE', P .. 'repeat', key)\n"
	"if not next then return nil end\n"
	"local id = prefix .. num(tonumber(next))\n"
	"if not call('ZSCORE', P .. 'delayed', id) then id = '' end\n"
	"if dry == '1' then return id end\n"
	"if id ~= '' then call('ZREM', P .. 'delayed', id) forget(id) end\n"
	"call('ZREM', P .. 'repeat', key)\n"
	"return id\n",
	""
};
