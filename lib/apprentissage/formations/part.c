#include "apprentissage/formations/part.h"

#include <stdlib.h>

#include "base/err.h"

struct part_answer {
	uint32_t id;
	uint32_t code[PART_CODES]; /* numbers in codes, HASH_NONE for NULL */
};

void
part_free(struct part *p)
{
	buf_free(&p->question);
	buf_free(&p->text);
	for (int i = 0; i < PART_CODES; i++)
		buf_free(&p->codes[i]);
}

void
part_code(struct part *p, int i, struct str code)
{
	struct buf *b = &p->codes[i];

	b->n = 0;
	buf_add(b, code.p, code.n);
	p->code[i] = code.p ? buf_view(b) : STR_NULL;
}

/* Takes what is known of the answer. */
static void
take(const struct parts *k, struct part *p, const struct part_answer *a)
{
	p->id = a->id;
	for (int i = 0; i < PART_CODES; i++)
		part_code(p, i,
		    a->code[i] == HASH_NONE ? STR_NULL
					    : hash_text(&k->codes, a->code[i]));
}

bool
parts_ask(const struct parts *k, struct part *p, char kind, struct str a,
    struct str b)
{
	uint32_t known;

	p->question.n = p->text.n = 0;
	p->id = 0;
	p->summed = false;
	buf_byte(&p->question, kind);
	buf_add(&p->question, a.p, a.n);
	if (b.p) {
		buf_byte(&p->question, '\xFF'); /* a byte no code contains */
		buf_add(&p->question, b.p, b.n);
	}
	known = hash_find(&k->questions, buf_view(&p->question));
	if (known == HASH_NONE)
		return false;
	take(k, p, &k->answer[known]);
	return true;
}

void
part_sum(struct part *p)
{
	struct sha256 s;

	if (p->summed)
		return;
	sha256_begin(&s);
	sha256_add(&s, p->text.p, p->text.n);
	sha256_end_bytes(&s, p->sum);
	p->summed = true;
}

static void
remember(struct parts *k, struct part *p)
{
	uint32_t i = hash_put(&k->questions, buf_view(&p->question));

	k->answer = xroom(k->answer, i, &k->cap, sizeof(*k->answer));
	k->answer[i].id = p->id;
	for (int c = 0; c < PART_CODES; c++)
		k->answer[i].code[c] =
		    p->code[c].p ? hash_put(&k->codes, p->code[c]) : HASH_NONE;
}

bool
parts_keep(struct parts *k, struct part *p)
{
	uint32_t kept = k->contents.n;

	if (p->id)
		return false;
	part_sum(p);
	p->id = hash_put(&k->contents,
		    (struct str){ (const char *)p->sum, SHA256_BYTES }) +
		1;
	if (p->question.n)
		remember(k, p);
	return p->id > kept;
}

uint32_t
parts_find(const struct parts *k, const unsigned char sum[SHA256_BYTES])
{
	uint32_t i = hash_find(
	    &k->contents, (struct str){ (const char *)sum, SHA256_BYTES });

	return i == HASH_NONE ? 0 : i + 1;
}

bool
parts_same(const struct parts *k, struct part *p, const struct part *other)
{
	if (p->id)
		return p->id == parts_find(k, other->sum);
	part_sum(p);
	return !memcmp(p->sum, other->sum, SHA256_BYTES);
}

void
parts_free(struct parts *k)
{
	hash_free(&k->contents);
	hash_free(&k->questions);
	hash_free(&k->codes);
	free(k->answer);
	*k = (struct parts){ 0 };
}
