/* How much there is of everything, and the dice. */
#include "upstream/sample/sample.h"

struct world world;

/* The référentiel is one page of its API, of 60000 at most. */
#define PAGE_MAX 59000

/* Linear from base at scale 1 to national at scale 100. */
static uint64_t
scaled_to(uint64_t scale, uint64_t base, uint64_t national)
{
	return base + (national - base) * (scale - 1) / 99;
}

/* For what the country has a fixed number of. */
static uint64_t
scaled(uint64_t base, uint64_t national)
{
	return scaled_to(world.scale, base, national);
}

void
world_init(uint64_t seed, uint64_t scale)
{
	world.seed = seed;
	world.scale = scale < NATIONAL ? scale : NATIONAL;
	world.familles = scaled(75, 3600);
	world.n = scaled(180, 3950);
	world.n51 = scaled(130, 6950);
	world.v = world.n + world.familles / FAMILLES;
	world.fiches = scaled(200, 24000);
	world.inconnues = scaled(12, 4800);
	world.organismes = scaled_to(scale, 400, 30000);
	if (world.organismes > PAGE_MAX)
		world.organismes = PAGE_MAX;
	world.etabs = world.organismes + scaled_to(scale, 40, 900);
	world.formations = scaled_to(scale, 1500, 100000);
	world.uai = scaled_to(scale, world.etabs, 235000);
	world.conventions = scaled(40, 750);
	world.cpnes = scaled(12, 228);
	world.montants = scaled(3, 17);
	world.associees = scaled(8, 500);
	world.deleguees = scaled(16, 2200);
}

/* splitmix64: the finalizer gives independent streams for any two keys. */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

struct rng
rng_at(enum about what, uint64_t index)
{
	return (
	    struct rng){ mix(mix(world.seed ^ (uint64_t)what << 56) ^ index) };
}

unsigned
rng_below(struct rng *r, unsigned n)
{
	uint64_t x = mix(r->state);

	r->state += 0x9e3779b97f4a7c15u;
	return (unsigned)((x >> 32) * n >> 32);
}

bool
rng_percent(struct rng *r, unsigned percent)
{
	return rng_below(r, 100) < percent;
}

unsigned
rng_between(struct rng *r, unsigned lo, unsigned hi)
{
	return lo + rng_below(r, hi - lo + 1);
}

int
rng_jour(struct rng *r)
{
	unsigned month = rng_between(r, 1, 12);

	return (int)(month * 100 + rng_between(r, 1, 28));
}
