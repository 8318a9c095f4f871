#include <stdlib.h>

#include "base/progress.h"
#include "export/diff/diff_rows.h"
#include "export/diff/diff_table.h"
#include "export/diff/json_diff.h"

/* A comparison under way. */
struct run {
	const struct diff_table *t;
	const struct diff_options *o;
	struct diff_counts *c;
	struct diff_rows before, after;
	struct json_diff values;
	struct buf *b; /* the output */
	bool changed;  /* the records at hand have a change */
};

/* {"op":OP,"table":T,"key":{...} */
static void
put_head(struct run *r, const char *op, const struct diff_rows *rows)
{
	buf_fmt(r->b, "{\"op\":\"%s\",\"table\":", op);
	js_put_text(r->b, str_of(r->t->name));
	buf_str(r->b, ",\"key\":");
	diff_rows_put_key(r->b, rows, r->t->column);
}

static void
end_line(struct run *r)
{
	buf_str(r->b, "}\n");
	out_record(r->o->out);
}

/* A record that only one side has; member says which. */
static void
put_one(
    struct run *r, const char *op, const char *member, struct diff_rows *rows)
{
	if (r->o->form == DIFF_SUMMARY)
		return;
	put_head(r, op, rows);
	if (r->o->form != DIFF_BRIEF) {
		js_put_key(r->b, member);
		js_put_raw(r->b, diff_rows_json(rows));
	}
	end_line(r);
}

static void
put_change(struct run *r, struct str path, struct js before, struct js after)
{
	if (r->changed)
		buf_byte(r->b, ',');
	buf_str(r->b, "{\"path\":");
	js_put_text(r->b, path);
	if (r->o->form != DIFF_BRIEF && before.type != JS_ABSENT) {
		js_put_key(r->b, "before");
		js_put_raw(r->b, before);
	}
	if (r->o->form != DIFF_BRIEF && after.type != JS_ABSENT) {
		js_put_key(r->b, "after");
		js_put_raw(r->b, after);
	}
	buf_byte(r->b, '}');
}

static void
found(void *arg, struct str path, struct js before, struct js after)
{
	struct run *r = arg;

	if (r->o->form == DIFF_SUMMARY)
		diff_fields_add(&r->c->fields, path, r->c->updated);
	else
		put_change(r, path, before, after);
	r->changed = true;
}

/* Compares two records of one key whose texts differ. The line is taken back if
 * they turn out to be equal. */
static void
compare_rows(struct run *r)
{
	struct js before = diff_rows_json(&r->before);
	struct js after = diff_rows_json(&r->after);
	size_t start = r->b->n;

	r->changed = false;
	if (r->o->form != DIFF_SUMMARY)
		put_head(r, "update", &r->after);
	if (r->o->form == DIFF_FULL) {
		js_put_key(r->b, "before");
		js_put_raw(r->b, before);
		js_put_key(r->b, "after");
		js_put_raw(r->b, after);
	}
	if (r->o->form != DIFF_SUMMARY)
		buf_str(r->b, ",\"changes\":[");
	json_diff(&r->values, before, after);
	r->c->updated += r->changed;
	r->c->same += !r->changed;
	if (!r->changed) {
		r->b->n = start;
	} else if (r->o->form != DIFF_SUMMARY) {
		buf_byte(r->b, ']');
		end_line(r);
	}
}

static void
step(struct run *r)
{
	int order = diff_rows_cmp(&r->before, &r->after);

	if (order < 0) {
		put_one(r, "delete", "before", &r->before);
		r->c->deleted++;
	} else if (order > 0) {
		put_one(r, "insert", "after", &r->after);
		r->c->inserted++;
	} else if (str_eq(diff_rows_record(&r->before),
		       diff_rows_record(&r->after))) {
		r->c->same++;
	} else {
		compare_rows(r);
	}
	if (order <= 0)
		diff_rows_next(&r->before);
	if (order >= 0)
		diff_rows_next(&r->after);
	progress(r->before.rows + r->after.rows, "rows");
}

static void
merge(const struct diff_table *t, const struct diff_options *o,
    struct diff_counts *c)
{
	struct run r = { .t = t, .o = o, .c = c, .b = &o->out->buf };

	r.values = (struct json_diff){ .found = found,
		.arg = &r,
		.ignored = o->ignored,
		.n_ignored = o->n_ignored };
	diff_rows_open(&r.before, t->before, t->name, t->t, t->column, t->n);
	diff_rows_open(&r.after, t->after, t->name, t->t, t->column, t->n);
	while (r.before.more || r.after.more)
		step(&r);
	c->before = r.before.rows;
	c->after = r.after.rows;
	diff_rows_close(&r.before);
	diff_rows_close(&r.after);
	json_diff_free(&r.values);
}

void
diff_table(const struct diff_table *t, const struct diff_options *o,
    struct diff_counts *c)
{
	sqlite3_stmt *s;

	if (!t->same) {
		merge(t, o, c);
		return;
	}
	s = db_prepare_fmt(t->after, "SELECT count(*) FROM \"%w\"", t->name);
	db_step(t->after, s);
	c->before = c->after = c->same = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
}

bool
diff_any(const struct diff_counts *c)
{
	return c->inserted || c->deleted || c->updated;
}

void
diff_put_summary(struct buf *b, const char *table, const struct diff_counts *c)
{
	buf_str(b, "{\"table\":");
	js_put_text(b, str_of(table));
	buf_fmt(b,
	    ",\"before\":%lld,\"after\":%lld,\"insert\":%lld,"
	    "\"delete\":%lld,\"update\":%lld,\"same\":%lld,\"fields\":",
	    (long long)c->before, (long long)c->after, (long long)c->inserted,
	    (long long)c->deleted, (long long)c->updated, (long long)c->same);
	diff_fields_put(b, &c->fields);
	buf_str(b, "}\n");
}
