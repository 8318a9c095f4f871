/*
 * sample-upstream: writes, from a seed and a scale, an invented but coherent
 * miniature of the upstreams of `make formation`, each in its source's own
 * format, under the names that the importers read.
 *
 * The same seed and scale give the same bytes. Scale 1 is a small country that
 * builds in seconds, scale 100 has the volume of the real sources, 400 four
 * times as much. Every awkward case that the sources are known for happens, but
 * none that stops a job.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/opt.h"
#include "upstream/fiches/sample_fiches.h"
#include "upstream/sample/sample.h"
#include "upstream/traitement/sample_traitement.h"

enum { OPT_SCALE = 256, OPT_SOURCES, OPT_CATALOGUE_ZIP };

static const struct opt opts[] = {
	{ OPT_CATALOGUE_ZIP, "catalogue-zip", NULL,
	    "write formations.zip instead of formations.json" },
	{ OPT_NEEDED | 'o', "output", "RAWDIR", "where the files go" },
	{ 's', "seed", "SEED", "which country is invented (default 1)" },
	{ OPT_SCALE, "scale", "N", "how large it is, 1 (default) to 400" },
	{ OPT_SOURCES, "sources", "A,B,C",
	    "only these (default: formation's)" },
	{ 0, NULL, NULL, NULL },
};

#define SOURCE(source) { #source, sample_##source, BY_DEFAULT },

/* Sercel's lots come with the parameters that they are read by. */
static void
traitement(const char *dir)
{
	sample_sercel(dir);
	sample_parametrage(dir);
}

enum when { BY_DEFAULT, IF_NAMED };

/* The sources of formation, then those of other systems. */
static const struct source {
	const char *name;
	void (*write)(const char *dir);
	enum when when;
} sources[] = { SAMPLE_SOURCES(SOURCE){ "rome", sample_rome, IF_NAMED },
	{ "claude", sample_claude, IF_NAMED },
	{ "sercel", traitement, IF_NAMED } };

#define SOURCES (sizeof(sources) / sizeof(*sources))

static _Noreturn void
refuse_source(const char *name)
{
	struct buf known = { 0 };

	for (size_t i = 0; i < SOURCES; i++)
		buf_fmt(&known, "%s%s", i ? ", " : "", sources[i].name);
	opt_wrong("--sources: unknown source '%s' (known: %s)", name,
	    buf_view(&known).p);
}

static void
choose(const char *list, bool wanted[SOURCES])
{
	char *copy = xstrdup(list), *rest = copy, *name;

	while ((name = strsep(&rest, ","))) {
		size_t i = 0;

		while (i < SOURCES && strcmp(name, sources[i].name))
			i++;
		if (i == SOURCES)
			refuse_source(name);
		wanted[i] = true;
	}
	free(copy);
}

int
main(int argc, char **argv)
{
	bool wanted[SOURCES] = { false };
	const char *list = NULL, *dir = NULL;
	long seed = 1, scale = 1;

	opt_init(argc, argv,
	    "write a sample of every upstream of make formation", "", opts);
	for (int c; (c = opt_next()) >= 0;)
		switch (c) {
		case 'o':
			dir = opt_arg;
			break;
		case 's':
			seed = opt_number("--seed", opt_arg, 0, 999999999);
			break;
		case OPT_SCALE:
			scale = opt_number("--scale", opt_arg, 1, SCALE_MAX);
			break;
		case OPT_SOURCES:
			list = opt_arg;
			break;
		case OPT_CATALOGUE_ZIP:
			world.catalogue_zip = true;
		}
	opt_count(0, 0);
	if (list)
		choose(list, wanted);
	setenv("TZ", "UTC0", 1); /* libzip writes local times */
	tzset();
	world_init((uint64_t)seed, (uint64_t)scale);
	communes_init();
	for (size_t i = 0; i < SOURCES; i++)
		if (list ? wanted[i] : sources[i].when == BY_DEFAULT)
			sources[i].write(dir);
	return 0;
}
