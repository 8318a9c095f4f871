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
