/*
 * list-expiring-api-keys: list the messages about API keys that expire.
 *
 * One message for each key of users.db that expires within 30 days, or has
 * expired, unless its mark says that its owner was sent the message: {name,
 * to, days_left, expires_at, key_name} for the template of send-mail, then key
 * and type, with which send-mail marks the key. Users in the order of their
 * rowid, keys in that of the account.
 */
#include <stdio.h>

#include "apprentissage/comptes/users.h"
#include "base/day.h"
#include "base/opt.h"
#include "base/out.h"

#define MINUTE ((msec)60 * 1000)
#define DAY (24 * 60 * MINUTE)

static const struct opt opts[] = {
	USERS_OPTIONS,
	{ 'z', "zone", "ZONE", "whose days count: UTC or Europe/Paris" },
	{ 0 },
};

static const char *const jours[] = { "lundi", "mardi", "mercredi", "jeudi",
	"vendredi", "samedi", "dimanche" };
static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };
static const char *const mois[] = { "janvier", "février", "mars", "avril",
	"mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
	"décembre" };
static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };

static bool paris;

/* Returns the number of the day at t in the zone, counted from 1970-01-01. */
static int64_t
day_of(msec t)
{
	char text[DAY_TEXT_MAX];
	int hours, minutes;

	if (paris) {
		size_t n = day_print_paris(t, text);

		if (sscanf(text + n - 6, "+%2d:%2d", &hours, &minutes) == 2)
			t += (60 * hours + minutes) * MINUTE;
	}
	return t / DAY - (t % DAY < 0);
}

static void
put_long_date(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day * DAY);
	/* 1 January 1970 was a Thursday */
	size_t week = (size_t)(((day + 3) % 7 + 7) % 7);

	buf_fmt(b, "{\"fr\":\"%s %d %s %d\",", jours[week], c.day,
	    mois[c.month - 1], c.year);
	buf_fmt(b, "\"en\":\"%s, %s %d, %d\"}", days[week], months[c.month - 1],
	    c.day, c.year);
}

static void
put_message(struct buf *b, struct str email, struct js key, int64_t left,
    const char *type)
{
	js_put_key(b, "name");
	buf_str(b, "\"api-key-will-expire\"");
	js_put_member(b, "to", email);
	js_put_key(b, "days_left");
	js_put_int(b, left);
	js_put_key(b, "expires_at");
	put_long_date(b, day_of(day_now()) + left);
	js_put_key(b, "key_name");
	if (js_is_null(js_get(key, "name")))
		buf_str(b, "\"\"");
	else
		js_put_raw(b, js_get(key, "name"));
	js_put_key(b, "key");
	js_put_raw(b, js_get(key, "_id"));
	js_put_member(b, "type", str_of(type));
}

static void
list_key(struct buf *b, struct str email, struct js key)
{
	struct buf scratch = { 0 };
	struct js date = js_get(key, "expires_at");
	msec t = day_parse(js_text(date, &scratch));
	const char *type;
	int64_t left;

	buf_free(&scratch);
	if (t == DAY_NULL || t == DAY_BAD)
		die("%s: api_keys.expires_at: a date is expected, not '%s'",
		    err_quote(email.p, email.n), err_quote(date.p, date.n));
	left = day_of(t) - day_of(day_now());
	type = user_marks[left <= 15];
	if (left > 30 || js_is(js_get(key, "expiration_warning_sent"), type))
		return;
	buf_byte(b, '{');
	put_message(b, email, key, left, type);
	buf_str(b, "}\n");
}

/* Collects all messages before the first is printed, so that the database is
 * not locked while a slow reader, or send-mail, which marks keys, reads
 * them. */
static void
list(struct buf *b)
{
	struct db *d = users_open();
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT email, doc FROM users ORDER BY rowid");
	struct js key;

	while (db_step(d, s)) {
		struct js_walk w =
		    js_walk(js_get(js_doc(db_text(s, 1)), "api_keys"));

		while (js_item(&w, &key))
			list_key(b, db_text(s, 0), key);
	}
	sqlite3_finalize(s);
	db_close(d);
}

int
main(int argc, char **argv)
{
	struct out out;
	int c;

	opt_init(argc, argv, "list the messages about API keys that expire",
	    USERS_NEEDED, opts);
	while ((c = opt_next()) >= 0) {
		if (users_option(c))
			continue;
		paris = !strcmp(opt_arg, "Europe/Paris");
		if (!paris && strcmp(opt_arg, "UTC") != 0)
			opt_wrong(
			    "-z takes UTC or Europe/Paris, not '%s'", opt_arg);
	}
	opt_count(0, 0);
	users_need();
	out_open(&out, NULL);
	list(&out.buf);
	out_close(&out);
	return 0;
}
