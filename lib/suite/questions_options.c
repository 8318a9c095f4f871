#include <stddef.h>

#include "base/opt.h"
#include "suite/questions_options.h"

static const struct opt opts[] = {
	{ 'a', "all", NULL, "also questions that have an answer" },
	{ OPT_NEEDED | 'd', "databases", "DIR", "where the databases are" },
	{ 'o', "output", "FILE", "write to FILE, complete or not at all" },
	{ 0 },
};

struct questions_cl
questions_options(int argc, char **argv, const char *what)
{
	struct questions_cl cl = { 0 };
	int c;

	opt_init(argc, argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'a')
			cl.all = true;
		else
			*(c == 'd' ? &cl.dir : &cl.path) = opt_arg;
	opt_count(0, 0);
	return cl;
}
