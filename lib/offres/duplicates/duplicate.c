#include <stdlib.h>

#include "offres/duplicates/duplicate.h"
#include "json/js.h"

static bool
is_lba(struct str label)
{
	return str_is(label, "RECRUTEURS_LBA") ||
	       str_is(label, "offres_emploi_lba");
}

/* The number of the row's label in the group. */
static int
label_of(struct duplicate_group *g, struct str label)
{
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->row[i].partner_label, label))
			return g->row[i].label;
	return g->labels++;
}

void
duplicate_add(struct duplicate_group *g, bool computed, int64_t rowid,
    const struct str text[7], double rank)
{
	struct duplicate_row *r;
	struct str *to[6], title = { NULL, 0 };
	struct buf b = { 0 };

	g->row = xroom(g->row, g->n, &g->cap, sizeof(*g->row));
	r = &g->row[g->n];
	*r = (struct duplicate_row){
		.rowid = rowid, .computed = computed, .rank = rank
	};
	to[0] = &r->id, to[1] = &r->partner_label, to[2] = &r->partner_job_id;
	to[3] = &r->zipcode, to[4] = &r->created_at, to[5] = &r->duplicates;
	for (int i = 0; i < 7; i++)
		buf_add(&b, text[i].p, text[i].n);
	buf_reserve(&b, 1); /* never NULL */
	r->text = b.p;
	for (size_t i = 0, at = 0; i < 7; at += text[i++].n)
		*(i < 6 ? to[i] : &title) =
		    (struct str){ text[i].p ? r->text + at : NULL, text[i].n };
	r->label = label_of(g, r->partner_label);
	r->lba = is_lba(r->partner_label);
	title_make(&r->title, title);
	g->n++;
}

/* Do the row's duplicates name the other? */
static bool
names(const struct duplicate_row *a, const struct duplicate_row *b)
{
	struct buf scratch = { 0 };
	struct js_walk w;
	struct js item;
	bool found = false;

	if (a->duplicates.n < 3)
		return false;
	w = js_walk(js_of(a->duplicates));
	while (!found && js_item(&w, &item)) {
		scratch.n = 0;
		buf_reserve(&scratch, item.n * 2);
		found =
		    str_eq(js_text(js_get(item, "partner_label"), &scratch),
			b->partner_label) &&
		    str_eq(js_text(js_get(item, "partner_job_id"), &scratch),
			b->partner_job_id);
	}
	buf_free(&scratch);
	return found;
}

/* Does a win over b? */
static bool
wins(const struct duplicate_row *a, const struct duplicate_row *b)
{
	if (a->lba != b->lba)
		return a->lba;
	if (a->rank != b->rank)
		return a->rank > b->rank;
	return str_cmp(a->created_at, b->created_at) <= 0;
}

static void
put_other(struct buf *b, const struct duplicate_group *g,
    const struct duplicate_row *other, const char *similarity)
{
	buf_byte(b, '{');
	js_put_member(b, "partner_job_id", other->partner_job_id);
	js_put_member(b, "partner_label", other->partner_label);
	buf_fmt(b,
	    ",\"collectionName\":\"%s\",\"reason\":\"identical %s, %s "
	    "offer_title\"}",
	    other->computed ? "computed_jobs_partners" : "jobs_partners",
	    g->field, similarity);
}

/* A computed row names the other in any case, an offer only if it lost. */
static void
note_pair(const struct duplicate_group *g, struct duplicate_row *r,
    const struct duplicate_row *other, bool lost, const char *similarity)
{
	r->lost |= lost;
	if (r->computed) {
		if (r->added.n)
			buf_byte(&r->added, ',');
		put_other(&r->added, g, other, similarity);
	} else if (lost) {
		put_other(&r->lost_to, g, other, similarity);
		buf_byte(&r->lost_to, '\n');
	}
}

static void
compare_pair(
    struct duplicate_group *g, struct duplicate_row *a, struct duplicate_row *b)
{
	char similarity[TITLE_REASON_MAX];
	bool first;

	if (str_eq(a->id, b->id) || names(a, b) || names(b, a))
		return;
	g->pairs++;
	if (!str_eq(a->zipcode, b->zipcode) ||
	    !title_similar(&a->title, &b->title, similarity))
		return;
	g->duplicates++;
	first = wins(a, b);
	note_pair(g, a, b, !first, similarity);
	note_pair(g, b, a, first, similarity);
}

static int
by_label(const void *a, const void *b)
{
	const struct duplicate_row *x = a, *y = b;

	if (x->label != y->label)
		return x->label - y->label;
	if (x->computed != y->computed)
		return x->computed ? -1 : 1;
	return x->rowid < y->rowid ? -1 : x->rowid > y->rowid;
}

/* The end of the rows from r on that have its label. */
static struct duplicate_row *
label_end(const struct duplicate_group *g, struct duplicate_row *r)
{
	int label = r->label;

	while (r < g->row + g->n && r->label == label)
		r++;
	return r;
}

static void
compare_labels(struct duplicate_group *g, struct duplicate_row *a,
    struct duplicate_row *a_end, struct duplicate_row *b_start,
    const struct duplicate_row *b_end)
{
	for (; a < a_end; a++)
		for (struct duplicate_row *b = b_start; b < b_end; b++)
			compare_pair(g, a, b);
}

/* Each label's rows with those of each later label, label by label. */
void
duplicate_compare(struct duplicate_group *g)
{
	struct duplicate_row *end = g->row + g->n, *next, *last;

	g->pairs = g->duplicates = 0;
	if (g->n)
		qsort(g->row, g->n, sizeof(*g->row), by_label);
	for (struct duplicate_row *first = g->row; first < end; first = next) {
		next = label_end(g, first);
		for (struct duplicate_row *other = next; other < end;
		     other = last) {
			last = label_end(g, other);
			compare_labels(g, first, next, other, last);
		}
	}
}

void
duplicate_clear(struct duplicate_group *g)
{
	for (size_t i = 0; i < g->n; i++) {
		title_free(&g->row[i].title);
		buf_free(&g->row[i].added);
		buf_free(&g->row[i].lost_to);
		free(g->row[i].text);
	}
	g->n = 0;
	g->labels = 0;
}
