#include <string.h>

#include "apprentissage/api/docsync.h"
#include "apprentissage/api/jsondiff.h"
#include "apprentissage/api/openapi.h"

const struct docsync_pair docsync_pairs[] = {
	{ "get:/job/v1/search", "get:/v3/jobs/search" },
	{ "post:/job/v1/offer", "post:/v3/jobs" },
	{ "put:/job/v1/offer/{id}", "put:/v3/jobs/{id}" },
	{ "post:/job/v1/apply", "post:/v2/application" },
	{ "get:/job/v1/offer/{id}/publishing-informations",
	    "get:/v3/jobs/{id}/publishing-informations" },
	{ "get:/job/v1/export", "get:/v3/jobs/export" },
	{ "post:/formation/v1/appointment/generate-link",
	    "post:/v2/appointment" },
	{ 0 },
};

/* Returns an operation of one of the documents; NULL: there is none, or e has a
 * message. */
static json_t *
operation(json_t *doc, const char *whose, const char *id, struct err *e)
{
	struct err why;
	json_t *o = openapi_operation(doc, id, &why);

	*e->msg = '\0';
	if (!o && *why.msg)
		err_set(e, "%s: %s: %s", whose, id, why.msg);
	return o;
}

static int
compare_pair(json_t *all, const struct docsync_pair *p, json_t *ours,
    json_t *lba, struct err *e)
{
	json_t *theirs = operation(lba, "lba", p->lba, e), *own, *diff;

	if (!theirs)
		return *e->msg ? -1
			       : err_set(e, "lba: no operation %s", p->lba);
	own = operation(ours, "ours", p->ours, e);
	if (own) {
		diff = json_difference("lba", theirs, "api", own);
		if (diff)
			json_object_set_new(all, p->ours, diff);
	} else if (!*e->msg) {
		warn("ours: no operation %s: not compared", p->ours);
	}
	json_decref(theirs);
	json_decref(own);
	return *e->msg ? -1 : 0;
}

json_t *
docsync_actual(json_t *ours, json_t *lba, struct err *e)
{
	json_t *all = json_object();

	for (const struct docsync_pair *p = docsync_pairs; p->ours; p++)
		if (compare_pair(all, p, ours, lba, e) < 0) {
			json_decref(all);
			return NULL;
		}
	return all;
}
