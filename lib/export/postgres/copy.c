#include <openssl/evp.h>

#include "base/err.h"
#include "export/postgres/copy.h"
#include "scan/simd.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Appends a byte that simd_find_backslash finds. COPY needs an escape for the
 * backslash and for what ends a value or a row. */
static void
put_special(struct buf *b, char c, int64_t *nuls)
{
	switch (c) {
	case '\\':
		buf_add(b, "\\\\", 2);
		return;
	case '\t':
		buf_add(b, "\\t", 2);
		return;
	case '\n':
		buf_add(b, "\\n", 2);
		return;
	case '\r':
		buf_add(b, "\\r", 2);
		return;
	case '\0':
		buf_str(b, REPLACEMENT);
		(*nuls)++;
		return;
	default:
		buf_byte(b, c);
	}
}

static void
put_text(struct buf *b, struct str s, int64_t *nuls)
{
	const char *p = s.p, *end = s.p + s.n, *q;

	while ((q = simd_find_backslash(p, end)) < end) {
		buf_add(b, p, (size_t)(q - p));
		put_special(b, *q, nuls);
		p = q + 1;
	}
	buf_add(b, p, (size_t)(end - p));
}

/* Appends JSON text. A backslash there begins an escape, whose second byte may
 * be a backslash too; the escape of U+0000 is refused by jsonb. */
static void
put_json(struct buf *b, struct str s, int64_t *nuls)
{
	const char *p = s.p, *end = s.p + s.n, *q;

	while ((q = simd_find_backslash(p, end)) < end) {
		size_t n = *q == '\\' && end - q > 1 ? 2 : 1;

		buf_add(b, p, (size_t)(q - p));
		if (end - q >= 6 && !memcmp(q, "\\u0000", 6)) {
			put_special(b, '\0', nuls);
			n = 6;
		} else {
			put_text(b, (struct str){ q, n }, nuls);
		}
		p = q + n;
	}
	buf_add(b, p, (size_t)(end - p));
}

/* A list while its items are appended as an array's literal. */
struct list {
	struct buf *b;
	int64_t *nuls;
	bool begun;
};

/* In an array's literal an item stands in quotes, and a backslash keeps quotes
 * and backslashes in it; COPY then takes each of these backslashes twice. */
static void
put_item(void *arg, struct str item)
{
	struct list *list = arg;
	const char *p = item.p, *end = item.p + item.n, *q;

	buf_str(list->b, list->begun ? ",\"" : "\"");
	list->begun = true;
	while ((q = simd_find2(p, end, '"', '\\')) < end) {
		put_text(
		    list->b, (struct str){ p, (size_t)(q - p) }, list->nuls);
		buf_str(list->b, *q == '"' ? "\\\\\"" : "\\\\\\\\");
		p = q + 1;
	}
	put_text(list->b, (struct str){ p, (size_t)(end - p) }, list->nuls);
	buf_byte(list->b, '"');
}

static void
put_list(struct buf *b, struct flat_reader *r, size_t i, int64_t *nuls)
{
	struct list list = { b, nuls, false };
	size_t start = b->n;

	buf_byte(b, '{');
	if (flat_each_item(r, i, put_item, &list)) {
		buf_byte(b, '}');
		return;
	}
	b->n = start;
	buf_add(b, "\\N", 2);
}

static void
put_cell(struct buf *b, struct flat_reader *r, size_t i, int64_t *nuls)
{
	struct flat_cell cell;

	if (r->col[i]->type == FLAT_LIST) {
		put_list(b, r, i, nuls);
		return;
	}
	cell = flat_cell(r, i);
	if (cell.null)
		buf_add(b, "\\N", 2);
	else
		put_text(b, cell.text, nuls);
}

void
copy_put_row(struct buf *b, struct str id, struct flat_reader *r, bool doc,
    int64_t *nuls)
{
	put_text(b, id, nuls);
	for (size_t i = 0; i < r->n; i++) {
		buf_byte(b, '\t');
		put_cell(b, r, i, nuls);
	}
	if (doc) {
		buf_byte(b, '\t');
		put_json(b, (struct str){ r->record.p, r->record.n }, nuls);
	}
}

void
copy_put_binary_id(struct buf *b, struct str id)
{
	const char *p = id.p, *end = id.p + id.n, *nul;

	while ((nul = memchr(p, '\0', (size_t)(end - p)))) {
		buf_add(b, p, (size_t)(nul - p));
		buf_str(b, REPLACEMENT);
		p = nul + 1;
	}
	buf_add(b, p, (size_t)(end - p));
}

/* By libcrypto, which libpq brings along: with the processor's instructions for
 * it, it is six times as fast as base/sha256.h, and all that is published is
 * hashed in every run. */
void
copy_hash(struct str row, unsigned char hash[COPY_HASH])
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	if (!EVP_Digest(row.p, row.n, digest, NULL, EVP_sha256(), NULL))
		die("libcrypto: no SHA-256");
	memcpy(hash, digest, COPY_HASH);
}

void
copy_put_hash(struct buf *b, const unsigned char hash[COPY_HASH])
{
	static const char digits[] = "0123456789abcdef";

	buf_add(b, "\\\\x", 3);
	for (size_t i = 0; i < COPY_HASH; i++) {
		buf_byte(b, digits[hash[i] >> 4]);
		buf_byte(b, digits[hash[i] & 15]);
	}
}
