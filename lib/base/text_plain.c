#include "base/text.h"

/* Letters from a code point on, as the plain capital that is left of each; '.'
 * where it is none. Complete: Unicode's decompositions and upper cases. */
static const struct {
	uint32_t first;
	const char *plain;
} letters[] = {
	{ 0x00C0, "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..AAAAAA.CEEEEIIII.NOOOOO..UUU"
		  "UY.YAAAAAACCCCCCCCDD..EEEEEEEEEEGGGGGGGGHH..IIIIIIIIII..JJKK"
		  ".LLLLLL....NNNNNN...OOOOOO..RRRRRRSSSSSSSSTTTT..UUUUUUUUUUUU"
		  "WWYYYZZZZZZS" },
	{ 0x01A0, "OO.............UU" },
	{ 0x01CD, "AAIIOOUUUUUUUUUU.AAAA....GGKKOOOO..J...GG..NNAA....AAAAEEEEI"
		  "IIIOOOORRRRUUUUSSTT..HH......AAEEOOOOOOOOYY" },
	{ 0x1E00, "AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLL"
		  "LLMMMMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSSSSSSSSTTTTTTTTUUUUUU"
		  "UUUUVVVVWWWWWWWWWWXXXXYYZZZZZZHTWY.S....AAAAAAAAAAAAAAAAAAAA"
		  "AAAAEEEEEEEEEEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUU"
		  "UUYYYYYYYY" },
	{ 0x212A, "KA" },
};

/* Those of which several are left. */
static const struct {
	uint32_t c;
	const char *plain;
} ligatures[] = {
	{ 0x00DF, "SS" },
	{ 0xFB00, "FF" },
	{ 0xFB01, "FI" },
	{ 0xFB02, "FL" },
	{ 0xFB03, "FFI" },
	{ 0xFB04, "FFL" },
	{ 0xFB05, "ST" },
	{ 0xFB06, "ST" },
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* What is left of c, '\0' if it is not one letter. */
static char
plain_letter(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	for (size_t i = 0; i < COUNT(letters); i++) {
		uint32_t at = c - letters[i].first;

		if (c >= letters[i].first && at < strlen(letters[i].plain))
			return letters[i].plain[at] == '.'
				   ? '\0'
				   : letters[i].plain[at];
	}
	return '\0';
}

static const char *
plain_letters(uint32_t c)
{
	for (size_t i = 0; i < COUNT(ligatures); i++)
		if (c == ligatures[i].c)
			return ligatures[i].plain;
	return NULL;
}

void
text_put_plain(struct buf *b, struct str s)
{
	for (size_t n; s.n; s.p += n, s.n -= n) {
		size_t len = utf8_len(s.p, s.n);
		uint32_t c = len ? utf8_get(s.p, len) : 0xFFFD;
		const char *several = plain_letters(c);
		char one = plain_letter(c);

		n = len ? len : 1;
		if (c >= 0x300 && c <= 0x36F) /* an accent by itself */
			continue;
		if (one)
			buf_byte(b, one);
		else if (several)
			buf_str(b, several);
		else
			buf_add(b, s.p, n);
	}
}
