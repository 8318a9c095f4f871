#include <stdlib.h>

#include "queue/job/id_list.h"

void
id_list_add(struct id_list *l, struct str id, msec when)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct id_at){ l->text.n, id.n, when };
	buf_add(&l->text, id.p, id.n);
}

static int
compare_ids(const void *a, const void *b, void *list)
{
	const struct id_at *x = a, *y = b;
	const struct id_list *l = list;

	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	return str_cmp((struct str){ l->text.p + x->at, x->n },
	    (struct str){ l->text.p + y->at, y->n });
}

void
id_list_sort(struct id_list *l)
{
	if (l->n)
		qsort_r(l->v, l->n, sizeof(*l->v), compare_ids, l);
}

void
id_list_free(struct id_list *l)
{
	free(l->v);
	buf_free(&l->text);
}
