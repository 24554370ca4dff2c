// Chinese text, the part of kernels_body.h: characters of three bytes, eight at a time where there are instructions.
#ifndef SPOKES_TEXT_KERNELS_HAN_H
#define SPOKES_TEXT_KERNELS_HAN_H

#include "base/blocks.h"
#include "base/utf8.h"
#include "kernels.h"
#include "text/tables.h"

static inline int is_three(char lead) { return ((unsigned char)lead & 0xF0) == 0xE0; }

static inline int is_inner(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

static inline uint16_t three_at(const char *s) {
  const unsigned char *bytes = (const unsigned char *)s;
  return (uint16_t)((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F));
}

#if defined(SPOKES_BLOCKS_AVX2)
// The eight characters of three bytes at s, as 32 bits each; of its 28 bytes the last four do not matter. A bit of
// *wide_out for each that begins like one: those before the first other are right.
static inline __m256i eight_at(const char *s, unsigned *wide_out) {
  const __m256i order =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, -128, 5, 4, 3, -128, 8, 7, 6, -128, 11, 10, 9, -128));
  __m256i bytes = _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)s));
  bytes = _mm256_inserti128_si256(bytes, _mm_loadu_si128((const __m128i *)(const void *)(s + 12)), 1);
  bytes = _mm256_shuffle_epi8(bytes, order);  // of each character: third byte, second, first, zero
  __m256i leads = _mm256_and_si256(bytes, _mm256_set1_epi32(0xF00000));
  leads = _mm256_cmpeq_epi32(leads, _mm256_set1_epi32(0xE00000));
  *wide_out = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(leads));
  __m256i bits = _mm256_and_si256(bytes, _mm256_set1_epi32(0x0F3F3F));
  __m256i halves = _mm256_maddubs_epi16(bits, _mm256_set1_epi32(0x00014001));  // third + 64 * second, first
  return _mm256_madd_epi16(halves, _mm256_set1_epi32(0x10000001));             // + 4096 * first
}

static inline void store_eight(uint16_t *out, __m256i characters) {
  __m128i low = _mm256_castsi256_si128(characters), high = _mm256_extracti128_si256(characters, 1);
  _mm_storeu_si128((__m128i *)(void *)out, _mm_packus_epi32(low, high));
}
#endif

#if defined(SPOKES_BLOCKS_AVX512)
// What sixteen bytes are: bits for those that begin a character, that begin one of three bytes, that are visible ASCII
// and that are beyond ASCII.
typedef struct sixteen {
  unsigned leads, threes, visible, wide;
} sixteen;

// What the sixteen bytes at s begin, as 32 bits for each: a character of three bytes, or the byte itself. Eighteen
// bytes are read.
static inline __m512i sixteen_at(const char *s, sixteen *out) {
  const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)s);
  const __m512i first = _mm512_cvtepu8_epi32(bytes);
  const __m512i second = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(s + 1)));
  const __m512i third = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(s + 2)));
  const __m512i low = _mm512_set1_epi32(0x3F);
  __m512i character = _mm512_slli_epi32(_mm512_and_si512(first, _mm512_set1_epi32(0x0F)), 12);
  character = _mm512_or_si512(character, _mm512_slli_epi32(_mm512_and_si512(second, low), 6));
  character = _mm512_or_si512(character, _mm512_and_si512(third, low));
  const __m128i three = _mm_cmpeq_epi8(_mm_and_si128(bytes, _mm_set1_epi8((char)0xF0)), _mm_set1_epi8((char)0xE0));
  const __m128i visible = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(' '));
  const __m128i inner = _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)0xC0));
  *out = (sixteen){~(unsigned)_mm_movemask_epi8(inner) & 0xFFFFu, (unsigned)_mm_movemask_epi8(three),
                   (unsigned)_mm_movemask_epi8(visible), (unsigned)_mm_movemask_epi8(bytes)};
  return _mm512_mask_mov_epi32(first, (__mmask16)out->threes, character);
}

// Sixteen bytes at a time; *at is left at a character or inside one.
static inline size_t units_by_sixteen(const char *s, size_t *at, size_t end, size_t room, uint16_t *chars,
                                      uint32_t *starts) {
  const __m512i steps = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  size_t i = *at, count = 0;
  for (unsigned others = 0; !others && i + 16 <= end && i + 18 <= room;) {
    sixteen now;
    const __m512i characters = sixteen_at(s + i, &now);
    unsigned leads = now.leads;
    others = leads & ~(now.threes | now.visible);
    if (others) leads &= (others & -others) - 1;
    const __m512i places = _mm512_add_epi32(_mm512_set1_epi32((int)(uint32_t)i), steps);
    _mm256_storeu_si256((__m256i *)(void *)(chars + count),
                        _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32((__mmask16)leads, characters)));
    _mm512_storeu_si512(starts + count, _mm512_maskz_compress_epi32((__mmask16)leads, places));
    count += (unsigned)__builtin_popcount(leads);
    i += others ? (unsigned)__builtin_ctz(others) : 16;
  }
  *at = i;
  return count;
}
#elif defined(SPOKES_BLOCKS_AVX2)
// Eight characters at a time, as long as all are of three bytes.
static inline size_t units_by_eight(const char *s, size_t *at, size_t end, size_t room, uint16_t *chars,
                                    uint32_t *starts) {
  const __m256i steps = _mm256_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21);
  size_t i = *at, count = 0;
  for (unsigned done = 8; done == 8 && i + 24 <= end && i + 28 <= room;) {
    unsigned wide;
    store_eight(chars + count, eight_at(s + i, &wide));
    _mm256_storeu_si256((__m256i *)(void *)(starts + count),
                        _mm256_add_epi32(_mm256_set1_epi32((int)(uint32_t)i), steps));
    done = (unsigned)__builtin_ctz(~wide);
    count += done;
    i += 3 * done;
  }
  *at = i;
  return count;
}
#endif

static size_t units(const char *s, size_t *at, size_t end, size_t room, uint16_t *chars, uint32_t *starts) {
  size_t i = *at, count = 0;
#if defined(SPOKES_BLOCKS_AVX512)
  count = units_by_sixteen(s, &i, end, room, chars, starts);
  while (i < end && is_inner(s[i])) i++;
#endif
  while (i < end) {
#if defined(SPOKES_BLOCKS_AVX2)
    count += units_by_eight(s, &i, end, room, chars + count, starts + count);
    if (i >= end) break;
#endif
    const unsigned char lead = (unsigned char)s[i];
    starts[count] = (uint32_t)i;
    if (is_three(s[i])) {
      chars[count++] = three_at(s + i);
      i += 3;
    } else if (lead > ' ' && lead < 0x80) {
      chars[count++] = lead;
      i++;
    } else {
      break;
    }
  }
  *at = i;
  (void)room;
  return count;
}

#if defined(SPOKES_BLOCKS_AVX512)
#define GROUP_UNITS 6u  // characters of three bytes that may begin in sixteen

// Copies s[from, to) of a group, sixteen bytes at most; sixteen can be read and written.
static inline void copy_part(const char *s, size_t from, size_t to, char *out, spokes_folding *now) {
  memcpy(out + now->at, s + from, 16);
  now->at += to - from;
}

// The group of sixteen bytes at now->i, in which the characters `threes` are `units`; some fold to another one.
// Those that become ASCII, which needs an edit, or of three bytes are written; *stop_io: bits that the group must stop
// before, then that of a character that becomes anything else. Returns where it ended, in s.
static inline size_t fold_group(const char *s, unsigned threes, const uint16_t *units, const uint16_t *fold_of,
                                char *out, unsigned *stop_io, spokes_folding *now) {
  size_t done = now->i;
  if (*stop_io) threes &= (*stop_io & -*stop_io) - 1;
  for (unsigned k = 0; threes; threes &= threes - 1, k++) {
    const uint16_t folded = fold_of[units[k]];
    if (units[k] == folded) continue;
    const unsigned place = (unsigned)__builtin_ctz(threes);
    const size_t at = now->i + place;
    const bool is_ascii = folded < 0x80, is_three_too = folded >= 0x800 && folded < SPOKES_FOLD_DROP;
    if (!is_three_too && (!is_ascii || now->edit_count == now->edit_cap)) {
      *stop_io = 1u << place;
      break;
    }
    copy_part(s, done, at, out, now);
    done = at + 3;
    now->at += spokes__utf8_encode(folded, out + now->at);
    if (is_ascii) now->edits[now->edit_count++] = (spokes_edit){(uint32_t)now->at, (uint32_t)done};
  }
  size_t end = now->i + (*stop_io ? (unsigned)__builtin_ctz(*stop_io) : 16);
  if (end <= done) return done;
  copy_part(s, done, end, out, now);
  return end;
}

static void fold(const char *s, size_t len, const spokes_tables *tables, char *out, spokes_folding *now) {
  const __m512i begin = _mm512_set1_epi32(SPOKES_FIRST_IDEOGRAPH), span = _mm512_set1_epi32(SPOKES_IDEOGRAPHS);
  for (unsigned stop = 0; !stop && now->i + 40 <= len;) {
    sixteen group;
    uint16_t units[16];
    const __m512i characters = sixteen_at(s + now->i, &group);
    if (!group.wide) break;  // runs of ASCII are copied faster
    const unsigned ideographs = group.threes & _mm512_cmplt_epu32_mask(_mm512_sub_epi32(characters, begin), span);
    _mm256_storeu_si256((__m256i *)(void *)units,
                        _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32((__mmask16)group.threes, characters)));
    bool changes = false;
    for (unsigned k = 0; k < GROUP_UNITS; k++) changes |= spokes__fold_changes(tables, units[k]);
    stop = group.leads & group.wide & ~group.threes;
    size_t end = now->i + 16;
    if (changes | (stop != 0))
      end = fold_group(s, group.threes, units, tables->fold, out, &stop, now);
    else
      copy_part(s, now->i, end, out, now);
    const unsigned taken = stop ? (stop & -stop) - 1 : 0xFFFFu;
    now->chars += (unsigned)__builtin_popcount(group.leads & taken);
    now->han += (unsigned)__builtin_popcount(ideographs & taken);
    now->is_wide |= (ideographs & taken) != 0;
    for (unsigned others = group.threes & ~ideographs & taken; others; others &= others - 1) {
      const uint16_t unit = three_at(s + now->i + __builtin_ctz(others));
      const unsigned bits = tables->classes[unit];
      now->han += bits / SPOKES_CLASS_HAN & 1;
      now->kana += (bits & (SPOKES_CLASS_HAN | SPOKES_CLASS_KANA)) == SPOKES_CLASS_KANA;
      now->is_wide |= tables->fold[unit] >= 0x80;
    }
    now->i = end;
  }
  for (; now->i < len && is_inner(s[now->i]); now->i++) out[now->at++] = s[now->i];
}
#else
// Copies characters as long as they are ideographs of the main block that fold to themselves; the bytes copied.
static size_t copy_ideographs(const char *s, size_t len, const spokes_tables *tables, char *out) {
  size_t i = 0;
#if defined(SPOKES_BLOCKS_AVX2)
  for (unsigned done = 8; done == 8 && i + 32 <= len;) {
    unsigned wide, k = 0;
    uint16_t units[8];
    bool changes = false;
    const __m256i characters = eight_at(s + i, &wide);
    const __m256i offset = _mm256_sub_epi32(characters, _mm256_set1_epi32(SPOKES_FIRST_IDEOGRAPH));
    const __m256i last = _mm256_set1_epi32(SPOKES_IDEOGRAPHS - 1);
    wide &=
        (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_min_epu32(offset, last), offset)));
    store_eight(units, characters);
    done = (unsigned)__builtin_ctz(~wide);
    for (unsigned n = 0; n < 8; n++) changes |= spokes__fold_changes(tables, units[n]);
    if (changes) {
      while (k < done && !spokes__fold_changes(tables, units[k])) k++;
      done = k;
    }
    _mm256_storeu_si256((__m256i *)(void *)(out + i), _mm256_loadu_si256((const __m256i *)(const void *)(s + i)));
    i += 3 * done;
    if (done < 8) return i;
  }
#endif
  for (; i + 3 <= len && is_three(s[i]); i += 3) {
    uint16_t unit = three_at(s + i);
    if (unit - SPOKES_FIRST_IDEOGRAPH >= SPOKES_IDEOGRAPHS || spokes__fold_changes(tables, unit)) break;
    memcpy(out + i, s + i, 3);
  }
  return i;
}

static void fold(const char *s, size_t len, const spokes_tables *tables, char *out, spokes_folding *now) {
  size_t copied = copy_ideographs(s + now->i, len - now->i, tables, out + now->at);
  now->i += copied;
  now->at += copied;
  now->chars += copied / 3;
  now->han += copied / 3;
  now->is_wide |= copied != 0;
}
#endif

#endif
