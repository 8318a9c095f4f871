#include <stdlib.h>

#include "base/err.h"
#include "fiches/fiche/fiche_text.h"
#include "fiches/update/update.h"
#include "json/python.h"

#define DETAILS_MAX 2000 /* characters of a lot's result in the audit */

/* A lot under way. */
struct lot {
	struct update *u;
	struct update_job *job;
	size_t n, next; /* fiches in it; those begun */
	unsigned active;
	bool starting;
};

/* done() has no argument but the job: one lot is under way at a time. */
static struct lot *current;

static void start_some(struct lot *l);

static void
on_done(struct update_job *j)
{
	(void)j;
	current->active--;
	if (!current->starting)
		start_some(current);
}

/* Begins fiches as long as there is room for one; those that end at once make
 * room again. */
static void
start_some(struct lot *l)
{
	unsigned jobs = l->u->api ? l->u->jobs : 1;

	l->starting = true;
	while (l->next < l->n && l->active < jobs && !update_stopped(l->u)) {
		l->active++;
		update_job(&l->job[l->next++]);
	}
	l->starting = false;
}

static size_t
count(const struct lot *l, int state)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += (int)l->job[i].state == state;
	return n;
}

static void
put_details(struct buf *b, struct lot *l)
{
	buf_fmt(b,
	    "{\"fiches_traitees\": %zu, \"fiches_enrichies\": %zu, "
	    "\"erreurs\": %zu, \"details\": [",
	    l->n, count(l, JOB_UPDATED), count(l, JOB_FAILED));
	for (size_t i = 0; i < l->n; i++) {
		struct update_job *j = &l->job[i];

		buf_str(b, i ? ", {\"code_rome\": " : "{\"code_rome\": ");
		python_put_text(b, str_of(j->code), PYTHON_UTF8);
		buf_str(b, ", \"nom\": ");
		python_put_text(b, buf_view(&j->name), PYTHON_UTF8);
		if (j->state == JOB_UPDATED) {
			buf_str(b, ", \"status\": \"enrichie\"}");
			continue;
		}
		buf_str(b, ", \"status\": \"erreur\", \"error\": ");
		python_put_text(b, buf_view(&j->error), PYTHON_UTF8);
		buf_byte(b, '}');
	}
	buf_str(b, "]}");
}

/* The rows of a lot that has come to its end. */
static void
audit_lot(struct lot *l)
{
	struct update *u = l->u;
	struct buf details = { 0 };
	char time[FICHE_TIME_MAX];

	put_details(&details, l);
	update_time(u, time);
	state_begin(u->d);
	fiches_audit(u->d, time,
	    &(struct audit){ "enrichissement", "AgentRedacteurFiche",
		.description = STR("Exécution réussie de AgentRedacteurFiche"),
		.after = fiche_cut(buf_view(&details), DETAILS_MAX) });
	for (size_t i = 0; !u->all && i < l->n; i++)
		fiches_audit(u->d, time,
		    &(struct audit){ "modification", "MonthlyUpdateScheduler",
			.code = str_of(l->job[i].code),
			.description = STR("Mise à jour manuelle") });
	state_commit(u->d);
	buf_free(&details);
}

static void
update_lot(struct update *u, char **codes, size_t n)
{
	struct lot l = { .u = u, .n = n };

	l.job = xcalloc(n, sizeof(*l.job));
	for (size_t i = 0; i < n; i++)
		l.job[i] = (struct update_job){
			.u = u, .code = xstrdup(codes[i]), .done = on_done
		};
	current = &l;
	start_some(&l);
	http_run();
	if (!update_stopped(u)) {
		audit_lot(&l);
		if (u->api)
			http_pause((int64_t)(u->pause * 1000));
	}
	for (size_t i = 0; i < n; i++)
		update_job_free(&l.job[i]);
	free(l.job);
}

void
update_lots(struct update *u)
{
	size_t lots = (u->n + u->batch - 1) / u->batch;

	for (size_t i = 0; i < lots && !update_stopped(u); i++) {
		size_t from = i * u->batch;
		size_t n = u->n - from < u->batch ? u->n - from : u->batch;

		fiche_log(&u->log, "INFO",
		    "Traitement du lot %zu/%zu (%zu fiches)", i + 1, lots, n);
		update_lot(u, u->codes + from, n);
	}
}
