#include <openssl/evp.h>
#include <stdlib.h>

#include "queue/cron/cron.h"
#include "queue/cron/zone.h"
#include "queue/job/repeat.h"

void
repeat_put_key(struct buf *b, struct str name, const struct repeat *r)
{
	buf_add(b, name.p, name.n);
	buf_byte(b, ':');
	buf_add(b, r->job_id.p, r->job_id.n);
	buf_byte(b, ':');
	if (r->end != DAY_NULL)
		buf_fmt(b, "%lld", (long long)r->end);
	buf_byte(b, ':');
	if (!r->cron.n) {
		buf_fmt(b, "%lld", (long long)r->every);
		return;
	}
	buf_add(b, r->tz.p, r->tz.n);
	buf_byte(b, ':');
	buf_add(b, r->cron.p, r->cron.n);
}

static struct str
next_part(struct str *rest)
{
	const char *at = rest->p ? memchr(rest->p, ':', rest->n) : NULL;
	struct str part = { rest->p, at ? (size_t)(at - rest->p) : rest->n };

	*rest = at ? (struct str){ at + 1, rest->n - part.n - 1 } : STR_NULL;
	return part.n ? part : STR_NULL;
}

/* The leading digits of s, or 0. */
static int64_t
digits(struct str s)
{
	int64_t v = 0;

	for (size_t i = 0; i < s.n && i < 17 && s.p[i] >= '0' && s.p[i] <= '9';
	     i++)
		v = v * 10 + (s.p[i] - '0');
	return v;
}

struct repeat_key
repeat_key_split(struct str key)
{
	struct repeat_key k = { .key = key };
	struct str rest = key;

	k.name = next_part(&rest);
	k.id = next_part(&rest);
	k.end = digits(next_part(&rest));
	if (!k.end)
		k.end = DAY_NULL;
	k.tz = next_part(&rest);
	k.cron = next_part(&rest);
	if (!k.cron.p) {
		k.every = digits(k.tz);
		k.tz = STR_NULL;
	}
	return k;
}

/* Appends the MD5 of s in hexadecimal digits. */
static void
put_md5(struct buf *b, struct str s)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t n = 0;

	if (!EVP_Q_digest(NULL, "MD5", NULL, s.p, s.n, md, &n))
		die("MD5: not available in this OpenSSL");
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "%02x", md[i]);
}

void
repeat_put_prefix(struct buf *b, struct str name, struct str id, struct str key)
{
	struct buf text = { 0 };

	buf_add(&text, name.p, name.n);
	buf_add(&text, id.p, id.n);
	buf_byte(&text, ':');
	put_md5(&text, key);
	buf_str(b, "repeat:");
	put_md5(b, buf_view(&text));
	buf_byte(b, ':');
	buf_free(&text);
}

static int
cron_due(const struct repeat *r, msec t, msec *next, struct err *e)
{
	char *zone = r->tz.n ? xstrndup(r->tz.p, r->tz.n) : NULL;
	struct cron c;
	struct err why;
	int rc = 0;

	if (r->tz.n && !zone_known(r->tz))
		rc = err_set(e, "repeat.tz: unknown zone '%s'",
		    err_quote(r->tz.p, r->tz.n));
	else if (cron_parse(&c, r->cron, &why))
		rc = err_set(e, "repeat.cron: '%s': %s",
		    err_quote(r->cron.p, r->cron.n), why.msg);
	else
		*next = cron_next(&c, zone,
		    r->start != DAY_NULL && r->start > t ? r->start : t);
	if (!rc && *next != DAY_NULL && r->end != DAY_NULL && *next > r->end)
		*next = DAY_NULL;
	free(zone);
	return rc;
}

int
repeat_due(const struct repeat *r, msec t, msec *next, struct err *e)
{
	*next = DAY_NULL;
	if (r->cron.n && r->every)
		return err_set(e, "repeat: cron and every exclude each other");
	if (r->cron.n)
		return cron_due(r, t, next, e);
	if (r->every < 1)
		return err_set(e, "repeat: cron or every is missing");
	*next = t / r->every * r->every + r->every;
	return 0;
}

bool
repeat_is_over(const struct repeat *r, int64_t count, msec now)
{
	return (r->limit >= 0 && count > r->limit) ||
	       (r->end != DAY_NULL && now > r->end);
}
