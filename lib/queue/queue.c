#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "queue/queue.h"

struct queue *
queue_open(const struct queue_place *p, enum queue_use use, bool dry)
{
	return p->url ? queue_redis_open(p, dry)
		      : queue_sqlite_open(p, use, dry);
}

void
queue_close(struct queue *q)
{
	q->ops->close(q);
}

int
queue_must(struct queue *q, int rc)
{
	if (rc == QUEUE_LATER)
		die_code(EXIT_RETRY, "%s", q->e.msg);
	return rc;
}

const char *
queue_token(void)
{
	static char text[37];
	unsigned char r[16];

	if (*text)
		return text;
	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		die("getrandom:");
	r[6] = (unsigned char)((r[6] & 0x0f) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	for (int i = 0, at = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[at++] = '-';
		at += snprintf(text + at, 3, "%02x", r[i]);
	}
	return text;
}

static struct str
copy_text(struct str s, struct buf *b)
{
	size_t at = b->n;

	if (!s.p)
		return s;
	buf_add(b, s.p, s.n);
	return (struct str){ b->p + at, s.n };
}

void
job_copy(struct job *to, const struct job *from, struct buf *b)
{
	*to = *from;
	b->n = 0;
	buf_reserve(b, from->id.n + from->name.n + from->data.n + from->opts.n +
			   from->progress.n + from->returnvalue.n +
			   from->stacktrace.n + from->failed_reason.n + 1);
	to->id = copy_text(from->id, b);
	to->name = copy_text(from->name, b);
	to->data = copy_text(from->data, b);
	to->opts = copy_text(from->opts, b);
	to->progress = copy_text(from->progress, b);
	to->returnvalue = copy_text(from->returnvalue, b);
	to->stacktrace = copy_text(from->stacktrace, b);
	to->failed_reason = copy_text(from->failed_reason, b);
}

/* Takes the set that p begins, after its '[', off the pattern. */
static bool
set_matches(struct str *p, char c)
{
	bool negated = p->n && *p->p == '^', found = false;
	size_t i = negated;

	for (; i < p->n && p->p[i] != ']'; i++) {
		char low, high;

		if (p->p[i] == '\\' && i + 1 < p->n)
			i++;
		low = high = p->p[i];
		if (i + 2 < p->n && p->p[i + 1] == '-') {
			high = p->p[i + 2];
			i += 2;
		}
		if (low > high) {
			char swap = low;

			low = high;
			high = swap;
		}
		found |= c >= low && c <= high;
	}
	i += i < p->n;
	*p = (struct str){ p->p + i, p->n - i };
	return found != negated;
}

/* Takes one element, not a star, off the pattern. */
static bool
one_matches(struct str *p, char c)
{
	char k = *p->p;

	*p = (struct str){ p->p + 1, p->n - 1 };
	if (k == '?')
		return true;
	if (k == '[')
		return set_matches(p, c);
	if (k == '\\' && p->n) {
		k = *p->p;
		*p = (struct str){ p->p + 1, p->n - 1 };
	}
	return k == c;
}

bool
queue_glob(struct str p, struct str t)
{
	struct str star = { NULL, 0 }, retry = { NULL, 0 };

	while (t.n || (p.n && *p.p == '*')) {
		if (p.n && *p.p == '*') {
			p = (struct str){ p.p + 1, p.n - 1 };
			star = p;
			retry = t;
			if (!t.n)
				continue;
		} else if (p.n && one_matches(&p, *t.p)) {
			t = (struct str){ t.p + 1, t.n - 1 };
		} else if (star.p && retry.n) {
			retry = (struct str){ retry.p + 1, retry.n - 1 };
			p = star;
			t = retry;
		} else {
			return false;
		}
	}
	return !p.n;
}
