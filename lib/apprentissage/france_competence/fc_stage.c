#include <stdlib.h>

#include "apprentissage/france_competence/fc_stage.h"

#define RUN_MAX ((size_t)64 << 10)
#define LENGTH_NULL UINT32_MAX

void
fc_stage_open(struct fc_stage *s)
{
	*s = (struct fc_stage){ .spill = spill_open(true) };
}

void
fc_stage_close(struct fc_stage *s)
{
	spill_close(s->spill);
	free(s->last);
	free(s->run);
	buf_free(&s->rows);
	buf_free(&s->read);
}

/* Sets the open run aside. */
static void
end_run(struct fc_stage *s)
{
	struct fc_run_place *last;

	if (!s->rows.n)
		return;
	for (; s->fiches <= s->fiche; s->fiches++) {
		s->last = xroom(s->last, s->fiches, &s->room, sizeof(*s->last));
		s->last[s->fiches] = (struct fc_run_place){ 0, 0 };
	}
	last = &s->last[s->fiche];
	s->open.before = *last;
	last->at = spill_add(
	    s->spill, (struct str){ (const char *)&s->open, sizeof(s->open) });
	last->n = sizeof(s->open) + s->rows.n;
	spill_add(s->spill, buf_view(&s->rows));
	s->rows.n = 0;
}

void
fc_stage_add(struct fc_stage *s, uint32_t fiche, const struct fc_part *part,
    size_t rang, const struct str *cell)
{
	const uint32_t number = (uint32_t)(part - fc_parts);

	if (fiche != s->fiche || number != s->open.part ||
	    rang != s->open.rang || s->rows.n > RUN_MAX)
		end_run(s);
	s->fiche = fiche;
	s->open.part = number;
	s->open.rang = (uint32_t)rang;
	for (size_t i = 0; part->column[i]; i++) {
		uint32_t n = cell[i].p ? (uint32_t)cell[i].n : LENGTH_NULL;

		if (i == part->numero)
			continue;
		buf_add(&s->rows, &n, sizeof(n));
		if (cell[i].p)
			buf_add(&s->rows, cell[i].p, cell[i].n);
	}
}

/* The runs were read from the last to the first. */
static int
by_order(const void *a, const void *b)
{
	const struct fc_rows *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->rang != y->rang)
		return x->rang < y->rang ? -1 : 1;
	return (x->at < y->at) - (x->at > y->at);
}

void
fc_stage_find(struct fc_stage *s, uint32_t fiche)
{
	struct fc_run_place place = { 0, 0 };
	struct fc_run r;

	end_run(s);
	s->runs = s->next = s->read.n = s->left.n = 0;
	if (fiche < s->fiches)
		place = s->last[fiche];
	for (; place.n; place = r.before) {
		size_t at = s->read.n + sizeof(r), n = place.n - sizeof(r);

		spill_read(s->spill, place.at, place.n, &s->read);
		memcpy(&r, s->read.p + at - sizeof(r), sizeof(r));
		s->run = xroom(s->run, s->runs, &s->run_room, sizeof(*s->run));
		s->run[s->runs++] = (struct fc_rows){ r.part, r.rang, at, n };
	}
	if (s->runs)
		qsort(s->run, s->runs, sizeof(*s->run), by_order);
}

static bool
next_run(struct fc_stage *s, uint32_t part)
{
	const struct fc_rows *r = s->run + s->next;

	if (s->next == s->runs || r->part != part)
		return false;
	s->next++;
	s->left = (struct str){ s->read.p + r->at, r->n };
	return true;
}

static struct str
take(struct str *from, size_t n)
{
	struct str s = { from->p, n };

	from->p += n;
	from->n -= n;
	return s;
}

bool
fc_stage_next(struct fc_stage *s, const struct fc_part *part, struct str *cell)
{
	if (!s->left.n && !next_run(s, (uint32_t)(part - fc_parts)))
		return false;
	for (size_t i = 0; part->column[i]; i++) {
		uint32_t n;

		if (i == part->numero)
			continue;
		memcpy(&n, take(&s->left, sizeof(n)).p, sizeof(n));
		cell[i] = n == LENGTH_NULL ? STR_NULL : take(&s->left, n);
	}
	return true;
}
