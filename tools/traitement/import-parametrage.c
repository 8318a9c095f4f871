/*
 * import-parametrage: reads the parameters of the nightly processing (ouvrages,
 * their sensors, limits, KPIs, thresholds, experts) into traitement.db, all of
 * them or none.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/opt.h"
#include "traitement/base/traitement_db.h"
#include "traitement/parametre/importer.h"
#include "json/ndjson.h"

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	OPS_DRY_RUN,
	{ 0 },
};

static struct {
	const char *dir;
	bool dry;
	struct importer m;
} my;

static void
read_input(void)
{
	struct hash keys = { 0 };
	struct ndjson in;
	struct js line;
	struct err e;

	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &line)) {
		struct parametre *p;
		struct buf key = { 0 };
		uint32_t known = keys.n;

		my.m.v = xroom(my.m.v, my.m.n, &my.m.cap, sizeof(*my.m.v));
		p = &my.m.v[my.m.n++];
		if (parametre_read(p, line, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		p->where = xstrdup(ndjson_where(&in));
		buf_fmt(&key, "%d ", (int)p->sorte);
		buf_add(&key, p->key.p, p->key.n);
		if (hash_put(&keys, buf_view(&key)) < known)
			importer_refuse(
			    p, "this key occurs twice in the input");
		buf_free(&key);
	}
	ndjson_close(&in);
	hash_free(&keys);
}

static void
import_all(void)
{
	bool kpis = false;

	for (enum sorte sorte = 0; sorte < SORTES; sorte++) {
		for (size_t i = 0; i < my.m.n; i++) {
			struct parametre *p = &my.m.v[i];

			if (p->sorte != sorte)
				continue;
			if (sorte == P_KPI)
				importer_kpi(&my.m, p);
			else if (sorte == P_EXPERT)
				importer_expert(&my.m, p);
			else
				importer_row(&my.m, p);
			kpis |= sorte == P_KPI;
		}
		if (sorte == P_KPI && kpis)
			importer_check_kpis(&my.m);
	}
}

static void
free_all(void)
{
	for (size_t i = 0; i < my.m.n; i++) {
		free((void *)(uintptr_t)my.m.v[i].where);
		parametre_free(&my.m.v[i]);
	}
	free(my.m.v);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "read the parameters of the nightly processing",
	    "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else
			my.dry = true;
	opt_count(0, 0);
	read_input();
	my.m.d = my.dry && !traitement_exists(my.dir)
		     ? traitement_memory()
		     : traitement_open(my.dir, STATE_BEGIN);
	ops_open(&my.m.ops, my.dry);
	state_begin(my.m.d);
	import_all();
	ops_counts(&my.m.ops, { "inserted", my.m.inserted },
	    { "updated", my.m.updated }, { "unchanged", my.m.unchanged });
	ops_commit(&my.m.ops, my.m.d);
	ops_close(&my.m.ops);
	db_close(my.m.d);
	free_all();
	return 0;
}
