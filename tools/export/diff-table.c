/*
 * diff-table: print the records that differ between two databases, or between
 * two directories of databases (builds).
 *
 * Two ordered reads of each table are merged, so memory does not grow with the
 * tables. See lib/export/diff.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/opt.h"
#include "export/diff/diff_keys.h"
#include "export/diff/diff_table.h"
#include "export/diff/json_diff.h"
#include "store/db_aside.h"
#include "store/table_choose.h"
#include "tables/table_find.h"

#define FULL 256

static const struct opt opts[] = {
	{ 'a', "all", NULL, "with -s: the tables without a difference too" },
	{ 'b', "brief", NULL, "print keys and paths, no values" },
	{ 'e', "exit-code", NULL, "exit with 1 if there is a difference" },
	{ FULL, "full", NULL, "print both records of an update too" },
	{ 'i', "ignore", "POINTER,...", "ignore changes there and below" },
	{ 'k', "key", "COLUMN,...", "the columns that tell records apart" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 's', "summary", NULL, "print numbers, a line per table" },
	{ 0 },
};

/* The words of an option. */
struct list {
	struct str *word; /* each owned, with a NUL after it */
	size_t n, cap;
};

static struct {
	bool all, exit_code;
	struct list key, ignored;
	const char *output;
	struct diff_options how;
	bool differs;
} cl;

/* Appends the words of text, which a comma separates. */
static void
split(struct list *l, const char *text)
{
	const char *comma;

	do {
		comma = strchrnul(text, ',');
		l->word = xroom(l->word, l->n, &l->cap, sizeof(*l->word));
		l->word[l->n++] =
		    str_of(xstrndup(text, (size_t)(comma - text)));
		text = comma + 1;
	} while (*comma);
}

static void
list_free(struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free((void *)(uintptr_t)l->word[i].p);
	free(l->word);
	*l = (struct list){ 0 };
}

static void
read_ignored(const char *text)
{
	size_t n = cl.ignored.n;

	split(&cl.ignored, text);
	for (; n < cl.ignored.n; n++)
		if (!json_pointer_valid(cl.ignored.word[n]))
			opt_wrong("-i takes JSON Pointers such as "
				  "/lieu/adresse, not '%s'",
			    cl.ignored.word[n].p);
}

static void
read_key(const char *text)
{
	list_free(&cl.key);
	split(&cl.key, text);
	for (size_t i = 0; i < cl.key.n; i++)
		for (size_t j = 0; j < i; j++)
			if (str_eq(cl.key.word[i], cl.key.word[j]))
				opt_wrong("-k names the column '%s' twice",
				    cl.key.word[i].p);
}

/* Ends the program if a column of the key is missing in the table of d, which
 * may be missing too. */
static void
check_key(struct db *d, const char *table, const struct list *key)
{
	sqlite3_stmt *s;

	if (!d || !db_has_table(d, table))
		return;
	s = db_prepare(d, "SELECT sum(name = ?2), group_concat(name, ', ')"
			  " FROM pragma_table_info(?1)");
	db_bind_text(d, s, 1, str_of(table));
	for (size_t i = 0; i < key->n; i++) {
		db_bind_text(d, s, 2, key->word[i]);
		db_step(d, s);
		if (!sqlite3_column_int(s, 0))
			opt_wrong("%s%s: %s has no column '%s'; it has: %s",
			    cl.key.n ? "-k: " : "", d->path, table,
			    key->word[i].p, db_text(s, 1).p);
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
}

static void
compare_table(struct db *before, struct db *after, const char *name,
    const struct list *key, bool same)
{
	struct diff_table t = { .before = before,
		.after = after,
		.name = name,
		.t = table_find(name),
		.column = key->word,
		.n = key->n,
		.same = same };
	struct diff_counts c = { 0 };

	check_key(before, name, key);
	check_key(after, name, key);
	if (same && !(cl.how.form == DIFF_SUMMARY && cl.all) && !opt_verbose)
		return;
	diff_table(&t, &cl.how, &c);
	if (cl.how.form == DIFF_SUMMARY && (cl.all || diff_any(&c))) {
		diff_put_summary(&cl.how.out->buf, name, &c);
		out_record(cl.how.out);
	}
	note("%s: %lld inserted, %lld deleted, %lld updated, %lld the same",
	    name, (long long)c.inserted, (long long)c.deleted,
	    (long long)c.updated, (long long)c.same);
	cl.differs = cl.differs || diff_any(&c);
	diff_fields_free(&c.fields);
}

/* True if both files have the same bytes, and no other file has changes that
 * are not in them yet. To be called before they are opened: closing a file
 * drops SQLite's locks of it. */
static bool
same_files(const char *before, const char *after)
{
	return !db_has_aside(before) && !db_has_aside(after) &&
	       out_same_files(before, after);
}

static void
compare_databases(const char *old, const char *new, const char *table)
{
	bool same = same_files(old, new);
	struct db *before = db_open(old), *after = db_open(new);
	const struct diff_key *known;
	struct list key = { 0 };
	char *name;

	if (!before || !after)
		die("%s:", before ? new : old);
	name = table_choose(after, table);
	known = diff_key_find(name);
	if (!cl.key.n && !known)
		opt_wrong(
		    "%s: no key is known: give its columns with -k", name);
	if (!cl.key.n)
		split(&key, known->columns);
	compare_table(before, after, name, cl.key.n ? &cl.key : &key, same);
	list_free(&key);
	free(name);
	db_close(before);
	db_close(after);
}

static bool
has_table(struct db *d, const char *table)
{
	return d && db_has_table(d, table);
}

/* Compares the tables from..to of one database. Returns how many there are. */
static int
compare_in_builds(const char *old, const char *new, const struct diff_key *from,
    const struct diff_key *to, const char *table)
{
	char *old_path = xasprintf("%s/%s.db", old, from->database);
	char *new_path = xasprintf("%s/%s.db", new, from->database);
	bool same = same_files(old_path, new_path);
	struct db *before = db_open(old_path), *after = db_open(new_path);
	int n = 0;

	for (const struct diff_key *k = from; k < to; k++) {
		struct list key = { 0 };

		if ((table && strcmp(table, k->table) != 0) ||
		    (!has_table(before, k->table) &&
			!has_table(after, k->table)))
			continue;
		split(&key, k->columns);
		compare_table(before, after, k->table, &key, same);
		list_free(&key);
		n++;
	}
	db_close(before);
	db_close(after);
	free(old_path);
	free(new_path);
	return n;
}

static void
compare_builds(const char *old, const char *new, const char *table)
{
	const struct diff_key *known = table ? diff_key_find(table) : NULL;
	const struct diff_key *to;
	int n = 0;

	if (cl.key.n)
		opt_wrong("-k is for two databases: %s is a directory", old);
	if (table && (!known || !known->database))
		opt_wrong("'%s' is not a table of a build", table);
	for (const struct diff_key *k = diff_keys; k->database; k = to) {
		for (to = k;
		     to->database && !strcmp(to->database, k->database);)
			to++;
		if (!known || !strcmp(known->database, k->database))
			n += compare_in_builds(old, new, k, to, table);
	}
	if (table && !n)
		die("%s, %s: no table '%s'", old, new, table);
}

static bool
is_directory(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		die("%s:", path);
	return S_ISDIR(st.st_mode);
}

/* A summary has no lines of records that -b or --full could change. */
static enum diff_form
form_of(bool summary, bool brief, bool full)
{
	if (brief && full)
		opt_wrong("-b and --full exclude each other");
	return summary ? DIFF_SUMMARY
	       : brief ? DIFF_BRIEF
	       : full  ? DIFF_FULL
		       : DIFF_CHANGES;
}

static void
read_options(int argc, char **argv)
{
	bool summary = false, brief = false, full = false;
	int c;

	opt_init(argc, argv, "print the records that differ between databases",
	    "OLD NEW [TABLE]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'a')
			cl.all = true;
		else if (c == 'e')
			cl.exit_code = true;
		else if (c == 'i')
			read_ignored(opt_arg);
		else if (c == 'k')
			read_key(opt_arg);
		else if (c == 'o')
			cl.output = opt_arg;
		else if (c == 's')
			summary = true;
		else if (c == 'b')
			brief = true;
		else
			full = true;
	opt_count(2, 3);
	cl.how.form = form_of(summary, brief, full);
	cl.how.ignored = cl.ignored.word;
	cl.how.n_ignored = cl.ignored.n;
}

int
main(int argc, char **argv)
{
	struct out out;
	const char *old, *new, *table;

	read_options(argc, argv);
	old = opt_operands[0];
	new = opt_operands[1];
	table = opt_operands[2];
	if (is_directory(old) != is_directory(new))
		opt_wrong("OLD and NEW must both be databases or directories");
	out_open(&out, cl.output);
	cl.how.out = &out;
	if (is_directory(new))
		compare_builds(old, new, table);
	else
		compare_databases(old, new, table);
	out_close(&out);
	list_free(&cl.key);
	list_free(&cl.ignored);
	return cl.exit_code && cl.differs;
}
