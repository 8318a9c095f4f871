/*
 * A growing list of ids, for tools that look first and change afterwards.
 */
#ifndef ID_LIST_H
#define ID_LIST_H

#include "queue/job/job.h"

struct id_list {
	struct id_at {
		size_t at, n; /* the id, in text */
		msec when;    /* what id_list_sort sorts by, before the id */
	} * v;
	size_t n, cap;
	struct buf text;
};

void id_list_add(struct id_list *l, struct str id, msec when);
/* Sorts by (when, id). */
void id_list_sort(struct id_list *l);

static inline struct str
id_list_get(const struct id_list *l, size_t i)
{
	return (struct str){ l->text.p + l->v[i].at, l->v[i].n };
}

void id_list_free(struct id_list *l);

#endif
