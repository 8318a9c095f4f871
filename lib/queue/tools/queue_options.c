#include <stdlib.h>

#include "queue/tools/queue_options.h"

static struct queue_place place;

bool
queue_option(int c)
{
	switch (c) {
	case 'd':
		place.dir = opt_arg;
		return true;
	case 'b':
		place.url = opt_arg;
		return true;
	case 'Q':
		place.queue = opt_arg;
		return true;
	case QUEUE_PREFIX:
		place.prefix = opt_arg;
		return true;
	default:
		return false;
	}
}

static const char *
setting(const char *given, const char *name, const char *other)
{
	const char *value = getenv(name);

	if (given)
		return given;
	return value && *value ? value : other;
}

const struct queue_place *
queue_place(void)
{
	place.url = setting(place.url, "QUEUE_URL", NULL);
	place.queue = setting(place.queue, "QUEUE", "JobQueue");
	if (!place.prefix)
		place.prefix = "bull";
	if (!place.dir && !place.url)
		opt_wrong("-d DIR or -b URL is needed");
	if (!*place.queue)
		opt_wrong("-Q: the name of a queue is not empty");
	if (place.url && strncmp(place.url, "redis://", 8) &&
	    strncmp(place.url, "rediss://", 9))
		opt_wrong("-b: redis://[USER:PASSWORD@]HOST[:PORT][/DB] or "
			  "rediss://... is expected");
	return &place;
}

struct js
queue_json(const char *name, const char *text)
{
	struct str s = str_of(text);
	struct err e;

	if (js_check(s.p, s.n, &e))
		opt_wrong("%s: not JSON: %s", name, e.msg);
	return js_of(s);
}
