/*
 * start-traitement: starts the nightly processing of a day: inserts the
 * traitement and sends the message of its first stage.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "suite/ops.h"
#include "traitement/stage/depart.h"

enum { DATE = 300, OUVRAGE, FORCE, ORIGIN, NO_QUEUE };

static const struct opt opts[] = {
	{ DATE, "date", "DAY", "the day of reference (today)" },
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	{ FORCE, "force", NULL, "even if that day has a traitement" },
	OPS_DRY_RUN,
	{ NO_QUEUE, "no-queue", NULL, "print the message, do not send it" },
	{ ORIGIN, "origin", "TEXT", "who starts it (cli)" },
	{ OUVRAGE, "ouvrage", "ID", "this ouvrage alone; several times" },
	{ 'z', "zone", "ZONE", "UTC or Europe/Paris (default)" },
	{ 0 },
};

static struct {
	struct depart depart;
	const char **ouvrages;
	size_t n, cap;
	const char *date;
	bool utc;
} my;

static void
add_ouvrage(const char *id)
{
	my.ouvrages = xroom(my.ouvrages, my.n, &my.cap, sizeof(*my.ouvrages));
	my.ouvrages[my.n] = id;
	my.n += id != NULL;
}

static void
take_option(int c)
{
	struct depart *p = &my.depart;

	if (c == DATE)
		my.date = opt_arg;
	else if (c == 'd')
		p->dir = opt_arg;
	else if (c == FORCE)
		p->force = true;
	else if (c == 'n')
		p->dry = true;
	else if (c == NO_QUEUE)
		p->no_queue = true;
	else if (c == ORIGIN)
		p->origine = opt_arg;
	else if (c == OUVRAGE)
		add_ouvrage(opt_arg);
	else if (!strcmp(opt_arg, "UTC"))
		my.utc = true;
	else if (strcmp(opt_arg, "Europe/Paris") != 0)
		opt_wrong(
		    "-z: UTC or Europe/Paris is expected, not '%s'", opt_arg);
}

static void
set_date(void)
{
	char text[DAY_TEXT_MAX];

	if (my.date && traitement_day(str_of(my.date)) == DAY_BAD)
		opt_wrong("--date: a day such as 2026-01-31 is expected, not "
			  "'%s'",
		    my.date);
	if (!my.date) {
		if (my.utc)
			day_print_utc(day_now(), text);
		else
			day_print_paris(day_now(), text);
	}
	snprintf(my.depart.date, sizeof(my.depart.date), "%.10s",
	    my.date ? my.date : text);
}

static int
report(enum depart_result result)
{
	struct depart *p = &my.depart;
	struct buf id = { 0 };
	struct ops ops;

	if (result == DEPART_OUVRAGE)
		die("--ouvrage: unknown or inactive '%s'", p->unknown);
	if (result == DEPART_BUSY)
		die_code(EXIT_GUARD,
		    "%s is %s: wait for its end, or see "
		    "resume-traitement(1)",
		    p->t.id, p->t.statut);
	ops_open(&ops, p->dry);
	js_put_text(&id, str_of(p->t.id));
	if (result == DEPART_NEW)
		ops_line(&ops, "insert", "traitement", buf_view(&id),
		    buf_view(&p->insert));
	buf_fmt(&ops.out.buf,
	    "{\"counts\":{\"traitement\":%d},\"idTraitement\":\"%s\","
	    "\"statut\":\"%s\",\"nouveau\":%s,\"next\":%s}\n",
	    result == DEPART_NEW, p->t.id, p->t.statut,
	    result == DEPART_NEW ? "true" : "false",
	    result == DEPART_NEW ? buf_view(&p->next).p : "null");
	if (p->next.n && !p->no_queue && !p->dry)
		message_send(p->dir, buf_view(&p->next));
	ops_close(&ops);
	buf_free(&id);
	return 0;
}

int
main(int argc, char **argv)
{
	int c, rc;

	my.depart.origine = "cli";
	opt_init(argc, argv, "start the nightly processing", "", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	opt_count(0, 0);
	set_date();
	add_ouvrage(NULL);
	my.depart.ouvrages = my.ouvrages;
	my.depart.d = traitement_open(my.depart.dir, STATE_CHANGE);
	rc = report(depart_run(&my.depart));
	db_close(my.depart.d);
	buf_free(&my.depart.insert);
	buf_free(&my.depart.next);
	free(my.ouvrages);
	return rc;
}
