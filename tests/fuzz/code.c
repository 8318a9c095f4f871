/* Any text as an identifier, an address, a URL: a normal form is its own
 * normal form, and what passes can be put where it is meant to go. */
#include "format/code.h"
#include "apprentissage/comptes/users.h"
#include "base/text.h"
#include "fuzz.h"

static bool (*const shapes[])(struct str) = { code_cfd, code_rncp,
	code_numero_fiche, code_nsf, code_mef10, code_rome, code_bloc,
	user_id };

static bool
has_only(struct str s, int from, int to)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < from || (unsigned char)s.p[i] > to)
			return false;
	return true;
}

static void
check_normal(struct str s)
{
	char siret[15], uai[9], again[15];

	if (code_siret(s, siret))
		fuzz_must(
		    strlen(siret) == 14 && has_only(str_of(siret), '0', '9') &&
		    code_siret(str_of(siret), again) && !strcmp(siret, again));
	if (code_uai(s, uai))
		fuzz_must(strlen(uai) == 8 && code_uai(str_of(uai), again) &&
			  !strcmp(uai, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		fuzz_must(!shapes[i](s) || (s.n && has_only(s, '-', 'z')));
	fuzz_must(!code_email(s) || has_only(s, '!', '~'));
	fuzz_must(code_url(s) == code_url(js_trim(s)));
	check_normal(s);
	return 0;
}
