#include <stdlib.h>

#include "export/diff/diff_fields.h"
#include "json/js.h"

struct diff_field {
	struct str name; /* while they are sorted */
	int64_t times, record;
};

/* Writes the segments of digits as "*". */
static struct str
general(struct buf *b, struct str path)
{
	b->n = 0;
	for (size_t i = 0, n; i < path.n; i += n) {
		size_t digits = 0;

		for (n = 1; i + n < path.n && path.p[i + n] != '/'; n++)
			digits += path.p[i + n] >= '0' && path.p[i + n] <= '9';
		if (digits && digits == n - 1)
			buf_str(b, "/*");
		else
			buf_add(b, path.p + i, n);
	}
	return buf_view(b);
}

void
diff_fields_add(struct diff_fields *f, struct str path, int64_t record)
{
	uint32_t n = f->names.n,
		 i = hash_put(&f->names, general(&f->name, path));

	if (i == n) {
		f->field = xroom(f->field, n, &f->cap, sizeof(*f->field));
		f->field[i] = (struct diff_field){ .record = -1 };
	}
	f->field[i].times += f->field[i].record != record;
	f->field[i].record = record;
}

static int
by_times(const void *a, const void *b)
{
	const struct diff_field *x = a, *y = b;

	if (x->times != y->times)
		return x->times < y->times ? 1 : -1;
	return str_cmp(x->name, y->name);
}

void
diff_fields_put(struct buf *b, const struct diff_fields *f)
{
	size_t n = f->names.n;
	struct diff_field *sorted = xcalloc(n + 1, sizeof(*sorted));

	for (uint32_t i = 0; i < n; i++) {
		sorted[i] = f->field[i];
		sorted[i].name = hash_text(&f->names, i);
	}
	qsort(sorted, n, sizeof(*sorted), by_times);
	buf_byte(b, '{');
	for (size_t i = 0; i < n; i++) {
		js_put_comma(b);
		js_put_text(b, sorted[i].name);
		buf_fmt(b, ":%lld", (long long)sorted[i].times);
	}
	buf_byte(b, '}');
	free(sorted);
}

void
diff_fields_free(struct diff_fields *f)
{
	hash_free(&f->names);
	free(f->field);
	buf_free(&f->name);
}
