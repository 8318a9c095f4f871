#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "format/enc.h"
#include "format/names.h"

/* Each combining mark with the letters it joins: base, then composed letter.
 * Marks and composed letters are two bytes of UTF-8 each. */
static const struct {
	char mark[3];
	const char *pairs;
} marks[] = {
	{ "\xCC\x80", "AÀEÈIÌOÒUÙaàeèiìoòuù" },
	{ "\xCC\x81", "AÁEÉIÍOÓUÚYÝCĆNŃaáeéiíoóuúyýcćnń" },
	{ "\xCC\x82", "AÂEÊIÎOÔUÛaâeêiîoôuû" },
	{ "\xCC\x83", "AÃNÑOÕaãnñoõ" },
	{ "\xCC\x88", "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ" },
	{ "\xCC\xA7", "CÇSŞcçsş" },
};

static const char *
composed(char base, const char *mark)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (memcmp(mark, marks[i].mark, 2))
			continue;
		for (const char *p = marks[i].pairs; *p; p += 3)
			if (*p == base)
				return p + 1;
	}
	return NULL;
}

/* Three bytes become two. */
void
names_compose(char *name)
{
	char *s = name, *to = name;

	while (*s) {
		const char *c = NULL;

		if (s[1] && s[2])
			c = composed(*s, s + 1);
		if (c) {
			*to++ = c[0];
			*to++ = c[1];
			s += 3;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

bool
names_equal(const char *a, const char *b)
{
	char *x = xstrdup(a), *y = xstrdup(b);
	bool equal;

	names_compose(x);
	names_compose(y);
	equal = !strcmp(x, y);
	free(x);
	free(y);
	return equal;
}

/* The entry of dir whose name is equal to name; the caller frees it. NULL if
 * there is none. */
static char *
find_in(const char *dir, const char *name)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	char *found = NULL;

	while (d && !found && (entry = readdir(d)))
		if (names_equal(entry->d_name, name))
			found = xstrdup(entry->d_name);
	if (d)
		closedir(d);
	return found;
}

char *
names_find(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash + 1 - path) : 0;
	char *dir, *name = NULL, *found;

	if (access(path, F_OK)) {
		dir = n ? xstrndup(path, n) : xstrdup(".");
		name = find_in(dir, path + n);
		free(dir);
	}
	if (!name)
		return xstrdup(path);
	found = xasprintf("%.*s%s", (int)n, path, name);
	free(name);
	return found;
}

/* The bytes that are letters, quotes or the degree sign of French, in CP437 and
 * in Windows-1252. */
static const char french437[] =
    "\x80\x81\x82\x83\x84\x85\x87\x88\x89\x8A\x8B\x8C\x90\x93\x94\x96\x97\x98"
    "\x99\x9A\xA4\xA5\xAE\xAF\xF8";
static const char french1252[] =
    "\x92\x9C\xAB\xB0\xBB\xC0\xC2\xC4\xC7\xC8\xC9\xCA\xCB\xCE\xCF\xD1\xD4\xD6"
    "\xD9\xDB\xDC\xE0\xE2\xE4\xE7\xE8\xE9\xEA\xEB\xEE\xEF\xF1\xF4\xF6\xF9\xFB"
    "\xFC\xFF";

static size_t
count(const char *s, const char *of)
{
	size_t n = 0;

	for (; *s; s++)
		n += strchr(of, *s) != NULL;
	return n;
}

static char *
decode(const char *bytes, const char *cp437)
{
	struct enc from = { .from = ENC_WINDOWS_1252, .repair = true };
	struct buf b = { 0 };
	size_t n = strlen(bytes);

	if (utf8_valid(bytes, n))
		return xstrdup(bytes);
	if (count(bytes, french437) >= count(bytes, french1252) &&
	    utf8_valid(cp437, strlen(cp437)))
		return xstrdup(cp437);
	enc_utf8(&from, bytes, n, true, &b);
	buf_view(&b);
	return b.p;
}

char *
names_member(const char *bytes, const char *cp437)
{
	char *name = decode(bytes, cp437);

	for (char *p = name; *p; p++)
		if (*p == '\\')
			*p = '/';
	names_compose(name);
	return name;
}
