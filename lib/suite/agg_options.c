#include <stddef.h>

#include "suite/agg_options.h"

enum { OPT_COMPAT = 256 };

struct agg_cl
agg_options(char **argv, const char *what, const char *compat)
{
	static struct opt opts[] = {
		{ 'd', "databases", "DIR", "where the other databases are" },
		{ 'o', "output", "FILE",
		    "the database to write; its previous state" },
		{ 0 },
		{ 0 },
	};
	struct agg_cl cl = { 0 };
	int c;

	if (compat)
		opts[2] = (struct opt){ OPT_COMPAT, "compat", NULL, compat };
	opt_init(argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (c == OPT_COMPAT)
			cl.compat = true;
		else
			*(c == 'd' ? &cl.dir : &cl.path) = opt_arg;
	opt_count(0, 0);
	if (!cl.dir || !cl.path)
		opt_wrong("-d DIR and -o FILE are needed");
	return cl;
}
