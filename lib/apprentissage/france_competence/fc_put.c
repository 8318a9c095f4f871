#include "apprentissage/france_competence/fc_put.h"
#include "base/hash.h"

/* A list at the end of doc that holds each item once. */
struct list {
	struct buf *doc;
	struct hash seen; /* empty as long as there is one item */
	size_t n;
	size_t first, from; /* in doc: the first item, the last one */
};

static void
begin_item(struct list *l)
{
	if (l->n)
		buf_byte(l->doc, ',');
	l->from = l->doc->n;
}

/* Drops the item again if the list had it already. */
static void
end_item(struct list *l)
{
	const char *p = l->doc->p;

	if (!l->n) {
		l->first = l->from;
	} else {
		if (l->n == 1)
			hash_put(&l->seen, (struct str){ p + l->first,
					       l->from - 1 - l->first });
		if (hash_put(&l->seen, (struct str){ p + l->from,
					   l->doc->n - l->from }) < l->n) {
			l->doc->n = l->from - 1;
			return;
		}
	}
	l->n++;
}

static void
put_list(struct fc_stage *s, const struct fc_part *part, struct str *cell,
    struct js was, struct buf *doc)
{
	struct list l = { .doc = doc };
	struct js item;

	buf_byte(doc, '[');
	for (struct js_walk w = js_walk(was); js_item(&w, &item);) {
		begin_item(&l);
		js_put_raw(doc, item);
		end_item(&l);
	}
	while (fc_stage_next(s, part, cell)) {
		begin_item(&l);
		fc_part_put(part, cell, doc);
		end_item(&l);
	}
	buf_byte(doc, ']');
	hash_free(&l.seen);
}

static void
put_standard(struct fc_stage *s, const struct fc_part *part, struct str *cell,
    struct js was, struct buf *doc)
{
	size_t at = doc->n;

	js_put_raw(doc, was);
	while (fc_stage_next(s, part, cell)) {
		doc->n = at;
		fc_part_put(part, cell, doc);
	}
}

void
fc_put(struct fc_stage *s, const struct fc_part *part, struct str numero,
    struct js was, struct buf *doc)
{
	struct str cell[FC_COLUMNS_MAX];

	cell[part->numero] = numero;
	if (part == fc_parts + FC_STANDARD)
		put_standard(s, part, cell, was, doc);
	else
		put_list(s, part, cell, was, doc);
}
