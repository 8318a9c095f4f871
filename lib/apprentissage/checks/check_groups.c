#include "apprentissage/checks/check.h"

const struct check_group *const check_groups[] = {
	&check_set_group,
	&check_bcn_group,
	&check_certifications_group,
	&check_organismes_group,
	&check_communes_group,
	&check_formation_group,
	&check_acce_group,
	&check_conventions_group,
	&check_npec_group,
	NULL,
};

const char *
check_what(const char *name)
{
	for (const struct check_group *const *g = check_groups; *g; g++)
		for (const struct check *c = (*g)->checks; c->name; c++)
			if (!strcmp(c->name, name))
				return c->what;
	return NULL;
}
