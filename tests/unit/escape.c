/* escape: what a workbook's XML cannot carry (ECMA-376 part 1, 22.9.2.19). */
#include "xlsx/escape.h"
#include "tap.h"

int
main(void)
{
	const struct {
		struct str text;
		const char *escaped;
	} known[] = {
		{ STR(""), "" },
		{ STR("caf\xC3\xA9\t\n _x_ \xEF\xBF\xBD"),
		    "caf\xC3\xA9\t\n _x_ \xEF\xBF\xBD" },
		{ STR("a\rb\x1F"), "a_x000D_b_x001F_" },
		{ STR("\0z"), "_x0000_z" },
		{ STR("_x000D_"), "_x005F_x000D_" },
		{ STR("__x00e9_x000D_"), "__x005F_x00e9_x005F_x000D_" },
		{ STR("_x00G0_ _x00D_ _X0041_ _x0041"),
		    "_x00G0_ _x00D_ _X0041_ _x0041" },
		{ STR("\xEF\xBF\xBE\xEF\xBF\xBFz"), "_xFFFE__xFFFF_z" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		b.n = 0;
		escape_put(&b, known[i].text);
		tap_is(buf_view(&b).p, known[i].escaped, known[i].escaped);
	}
	buf_free(&b);
	return tap_done();
}
