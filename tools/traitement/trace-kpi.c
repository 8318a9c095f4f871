/*
 * trace-kpi: shows what the value of a KPI was made from: each consolidated
 * measure, the row of parametrage that it was converted by, and the line of the
 * lot that it came from, as Sercel sent it.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "traitement/kpi/expression.h"
#include "traitement/kpi/kpi.h"
#include "traitement/kpi/mesures.h"

enum { CAPTEUR = 300 };

static const struct opt opts[] = {
	{ CAPTEUR, "capteur", "NAME", "the measures of that sensor alone" },
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	{ 0 },
};

static struct {
	const char *dir, *capteur, *ouvrage;
	struct db *d;
	struct traitement t;
	struct kpis kpis;
	struct out out;
	sqlite3_stmt *raw;
	int64_t printed;
} my;

/* The data line `ligne` of a lot: its header and empty lines do not count. */
static struct str
line_of(struct str content, bool ndjson, uint32_t ligne)
{
	uint32_t n = ndjson ? 0 : (uint32_t)-1;
	const char *p = content.p, *end = p + content.n;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t size = (size_t)((stop ? stop : end) - p);

		size -= size && p[size - 1] == '\r';
		n += size > 0;
		if (size && n == ligne)
			return (struct str){ p, size };
		p = stop ? stop + 1 : end;
	}
	return STR_NULL;
}

static void
put_raw(struct buf *b, const struct point *p)
{
	struct str content;

	db_bind_int(my.d, my.raw, 1, p->id_brute);
	if (!db_step(my.d, my.raw)) {
		buf_str(b, ",\"id_lot\":null,\"url\":null,\"texte\":null");
		return;
	}
	content = (struct str){ sqlite3_column_blob(my.raw, 2),
		(size_t)sqlite3_column_bytes(my.raw, 2) };
	buf_str(b, ",\"id_lot\":");
	js_put_text(b, db_text(my.raw, 0));
	buf_str(b, ",\"url\":");
	js_put_text(b, db_text(my.raw, 1));
	buf_str(b, ",\"texte\":");
	js_put_text(
	    b, line_of(content, content.n && *content.p == '{', p->ligne));
	sqlite3_reset(my.raw);
}

static void
print(const struct kpi *k, const struct mesures *m, const struct point *p)
{
	struct buf *b = &my.out.buf;
	char t[DAY_TEXT_MAX];

	day_print_utc(p->t, t);
	buf_fmt(b, "{\"code\":\"%s\",\"capteur\":", k->code);
	js_put_text(b, hash_text(&m->names, p->capteur));
	buf_fmt(b, ",\"horodatage\":\"%s\",\"valeur\":", t);
	js_put_number(b, p->valeur);
	buf_fmt(b, ",\"id_parametrage\":%lld,\"id_brute\":%lld,\"ligne\":%lu",
	    (long long)p->id_parametrage, (long long)p->id_brute,
	    (unsigned long)p->ligne);
	put_raw(b, p);
	buf_str(b, "}\n");
	out_record(&my.out);
	my.printed++;
}

static bool
is_traced(const struct kpi *k, const struct mesures *m, const struct point *p)
{
	struct str groupe = p->groupe == HASH_NONE
				? STR_NULL
				: hash_text(&m->names, p->groupe),
		   capteur = hash_text(&m->names, p->capteur);

	return kpi_takes(
		   k, hash_text(&m->names, p->grandeur), groupe, capteur) &&
	       (!my.capteur || str_is(capteur, my.capteur));
}

static void trace(const struct kpi *k);

static bool
trace_operand(void *arg, struct str code, double *v)
{
	const struct kpi *k = kpis_find(&my.kpis, code);

	(void)arg;
	*v = 0;
	if (k)
		trace(k);
	return true;
}

/* The measures of an aggregate, or those of an expression's operands. */
static void
trace(const struct kpi *k)
{
	struct mesures m = { 0 };
	struct err e;

	if (k->expression.p) {
		expression_check(k->expression, trace_operand, NULL, &e);
		return;
	}
	mesures_read(&m, my.d, &my.t, my.ouvrage, my.t.fin - k->fenetre);
	for (size_t i = 0; i < m.n; i++)
		if (is_traced(k, &m, &m.v[i]))
			print(k, &m, &m.v[i]);
	mesures_free(&m);
}

static const struct kpi *
read_command_line(int argc, char **argv)
{
	const struct kpi *k;
	int c;

	opt_init(argc, argv, "show what the value of a KPI was made from",
	    "TRAITEMENT OUVRAGE CODE", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else
			my.capteur = opt_arg;
	opt_count(3, 3);
	my.d = traitement_open(my.dir, STATE_READ);
	if (!traitement_read(my.d, str_of(opt_operands[0]), &my.t))
		die("no traitement '%s'", opt_operands[0]);
	my.ouvrage = opt_operands[1];
	if (!db_number(my.d, "SELECT 1 FROM ouvrage WHERE id = ?1", my.ouvrage,
		NULL, 0))
		die("no ouvrage '%s'", my.ouvrage);
	kpis_read(&my.kpis, my.d);
	k = kpis_find(&my.kpis, str_of(opt_operands[2]));
	if (!k)
		die("no KPI '%s'", opt_operands[2]);
	return k;
}

int
main(int argc, char **argv)
{
	const struct kpi *k = read_command_line(argc, argv);

	my.raw = db_prepare(
	    my.d, "SELECT id_lot, url, contenu FROM donnee_brute WHERE id = ?");
	out_open(&my.out, NULL);
	trace(k);
	out_close(&my.out);
	sqlite3_finalize(my.raw);
	kpis_free(&my.kpis);
	db_close(my.d);
	return 0;
}
