/* A memo answers what it was told, until it is full; then it starts again. */
#include "apprentissage/formations/memo.h"
#include "tap.h"

static struct memo m = { .max = 1000 };

static int
knows(int i)
{
	char key[32], wanted[32];

	snprintf(key, sizeof(key), "key %d", i);
	snprintf(wanted, sizeof(wanted), "answer %d", i);
	return str_is(memo_find(&m, str_of(key)), wanted);
}

static void
tell(int i)
{
	char key[32], answer[32];

	snprintf(key, sizeof(key), "key %d", i);
	snprintf(answer, sizeof(answer), "answer %d", i);
	memo_add(&m, str_of(key), str_of(answer));
}

static int
known(int n)
{
	int count = 0;

	for (int i = 0; i < n; i++)
		count += knows(i);
	return count;
}

int
main(void)
{
	struct buf large = { 0 };

	tap_ok(!memo_find(&m, STR("key 0")).p, "an empty memo knows nothing");
	for (int i = 0; i < 90; i++) /* 800 bytes */
		tell(i);
	tap_ok(known(90) == 90, "below its bound it knows everything");
	for (int i = 90; i < 130; i++)
		tell(i);
	tap_ok(knows(129) && known(130) < 40, "above it all is forgotten");
	for (size_t i = 0; i < 2000; i++)
		buf_byte(&large, 'x');
	memo_add(&m, STR("large"), buf_view(&large));
	tap_ok(str_eq(memo_find(&m, STR("large")), buf_view(&large)),
	    "an answer above the bound is kept until the next");
	tell(1);
	tap_ok(knows(1) && !memo_find(&m, STR("large")).p, "  and then not");
	memo_free(&m);
	tap_ok(!knows(1), "after memo_free it is empty");
	tell(2);
	tap_ok(knows(2), "  and of use again");
	memo_free(&m);
	buf_free(&large);
	return tap_done();
}
