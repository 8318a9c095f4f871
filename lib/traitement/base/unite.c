#include "traitement/base/unite.h"

enum dimension {
	LENGTH,
	ANGLE,
	ACCELERATION,
	TEMPERATURE,
	PRESSURE,
	FORCE,
	FREQUENCY,
	STRAIN,
	RATIO,
};

struct unite {
	const char *name;
	enum dimension dimension;
	double factor; /* in the smallest unit of the dimension */
};

static const struct unite unites[] = {
	{ "µm", LENGTH, 1 },
	{ "mm", LENGTH, 1000 },
	{ "cm", LENGTH, 10000 },
	{ "m", LENGTH, 1000000 },
	{ "mrad", ANGLE, 1 },
	{ "rad", ANGLE, 1000 },
	{ "deg", ANGLE, 17.453292519943295 },
	{ "mg", ACCELERATION, 1 },
	{ "m/s2", ACCELERATION, 101.97162129779283 },
	{ "g", ACCELERATION, 1000 },
	{ "°C", TEMPERATURE, 273.15 },
	{ "K", TEMPERATURE, 0 },
	{ "Pa", PRESSURE, 1 },
	{ "kPa", PRESSURE, 1000 },
	{ "bar", PRESSURE, 100000 },
	{ "MPa", PRESSURE, 1000000 },
	{ "N", FORCE, 1 },
	{ "kN", FORCE, 1000 },
	{ "Hz", FREQUENCY, 1 },
	{ "µm/m", STRAIN, 1 },
	{ "%", RATIO, 1 },
};

const struct unite *
unite_find(struct str name)
{
	for (size_t i = 0; i < sizeof(unites) / sizeof(*unites); i++)
		if (str_is(name, unites[i].name))
			return &unites[i];
	return NULL;
}

bool
unite_is_convertible(const struct unite *a, const struct unite *b)
{
	return a && b && a->dimension == b->dimension;
}

/* Temperatures differ by an offset: their factor is that of their zero in K. */
double
unite_convert(double v, const struct unite *a, const struct unite *b)
{
	if (a == b)
		return v;
	if (a->dimension == TEMPERATURE)
		return a->factor > 0 ? v + a->factor : v - b->factor;
	return v * a->factor / b->factor;
}
