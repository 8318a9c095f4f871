/*
 * sample-offres: invent what mongoexport would have written of the reference's
 * database, around the clock's day: one of each thing that the jobs look for.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/opt.h"
#include "offres/calendar.h"
#include "offres/sample/sample_world.h"

static const struct opt opts[] = {
	{ 'o' | OPT_NEEDED, "output", "RAWDIR", "the folder to write" },
	{ 's', "seed", "SEED", "other names and numbers (1)" },
	{ 256, "scale", "N", "how many times the sample (1)" },
	{ 0 },
};

/* The folder, and those that lead to it. */
static void
make_folder(const char *path)
{
	char *copy = xasprintf("%s/", path);

	for (char *p = copy + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			die("%s:", copy);
	}
	free(copy);
}

int
main(int argc, char **argv)
{
	struct sample_world w = { .seed = 1, .scale = 1 };
	int c;

	opt_init(argc, argv, "invent the files of offers", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'o')
			w.dir = opt_arg;
		else if (c == 's')
			w.seed = (unsigned long long)opt_number(
			    "-s", opt_arg, 0, 1000000000);
		else
			w.scale = opt_number("--scale", opt_arg, 1, 90000);
	opt_count(0, 0);
	w.day = calendar_day_start(day_now(), false);
	make_folder(w.dir);
	sample_write_offers(&w);
	sample_write_people(&w);
	sample_write_lookups(&w);
	return 0;
}
