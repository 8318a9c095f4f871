#include <stddef.h>

#include "suite/agg_options.h"

enum { OPT_COMPAT = 256 };

struct agg_cl
agg_options(int argc, char **argv, const char *what, const char *compat)
{
	static struct opt opts[] = {
		{ OPT_NEEDED | 'd', "databases", "DIR",
		    "where the other databases are" },
		{ OPT_NEEDED | 'o', "output", "FILE",
		    "the database to write; its previous state" },
		{ 0 },
		{ 0 },
	};
	struct agg_cl cl = { 0 };
	int c;

	if (compat)
		opts[2] = (struct opt){ OPT_COMPAT, "compat", NULL, compat };
	opt_init(argc, argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (c == OPT_COMPAT)
			cl.compat = true;
		else
			*(c == 'd' ? &cl.dir : &cl.path) = opt_arg;
	opt_count(0, 0);
	return cl;
}
