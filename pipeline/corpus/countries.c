// The ISO 3166-1 table: alpha-2 and alpha-3 in one string of five letters, sorted by alpha-2.

#include "corpus/countries.h"

#include <string.h>

static const char codes[][6] = {
    "ADAND", "AEARE", "AFAFG", "AGATG", "AIAIA", "ALALB", "AMARM", "AOAGO", "AQATA", "ARARG", "ASASM", "ATAUT", "AUAUS",
    "AWABW", "AXALA", "AZAZE", "BABIH", "BBBRB", "BDBGD", "BEBEL", "BFBFA", "BGBGR", "BHBHR", "BIBDI", "BJBEN", "BLBLM",
    "BMBMU", "BNBRN", "BOBOL", "BQBES", "BRBRA", "BSBHS", "BTBTN", "BVBVT", "BWBWA", "BYBLR", "BZBLZ", "CACAN", "CCCCK",
    "CDCOD", "CFCAF", "CGCOG", "CHCHE", "CICIV", "CKCOK", "CLCHL", "CMCMR", "CNCHN", "COCOL", "CRCRI", "CUCUB", "CVCPV",
    "CWCUW", "CXCXR", "CYCYP", "CZCZE", "DEDEU", "DGDGA", "DJDJI", "DKDNK", "DMDMA", "DODOM", "DZDZA", "EAXEA", "ECECU",
    "EEEST", "EGEGY", "EHESH", "ERERI", "ESESP", "ETETH", "FIFIN", "FJFJI", "FKFLK", "FMFSM", "FOFRO", "FRFRA", "GAGAB",
    "GBGBR", "GDGRD", "GEGEO", "GFGUF", "GGGGY", "GHGHA", "GIGIB", "GLGRL", "GMGMB", "GNGIN", "GPGLP", "GQGNQ", "GRGRC",
    "GSSGS", "GTGTM", "GUGUM", "GWGNB", "GYGUY", "HKHKG", "HMHMD", "HNHND", "HRHRV", "HTHTI", "HUHUN", "ICXIC", "IDIDN",
    "IEIRL", "ILISR", "IMIMN", "ININD", "IOIOT", "IQIRQ", "IRIRN", "ISISL", "ITITA", "JEJEY", "JMJAM", "JOJOR", "JPJPN",
    "KEKEN", "KGKGZ", "KHKHM", "KIKIR", "KMCOM", "KNKNA", "KPPRK", "KRKOR", "KWKWT", "KYCYM", "KZKAZ", "LALAO", "LBLBN",
    "LCLCA", "LILIE", "LKLKA", "LRLBR", "LSLSO", "LTLTU", "LULUX", "LVLVA", "LYLBY", "MAMAR", "MCMCO", "MDMDA", "MEMNE",
    "MFMAF", "MGMDG", "MHMHL", "MKMKD", "MLMLI", "MMMMR", "MNMNG", "MOMAC", "MPMNP", "MQMTQ", "MRMRT", "MSMSR", "MTMLT",
    "MUMUS", "MVMDV", "MWMWI", "MXMEX", "MYMYS", "MZMOZ", "NANAM", "NCNCL", "NENER", "NFNFK", "NGNGA", "NINIC", "NLNLD",
    "NONOR", "NPNPL", "NRNRU", "NUNIU", "NZNZL", "OMOMN", "PAPAN", "PEPER", "PFPYF", "PGPNG", "PHPHL", "PKPAK", "PLPOL",
    "PMSPM", "PNPCN", "PRPRI", "PSPSE", "PTPRT", "PWPLW", "PYPRY", "QAQAT", "REREU", "ROROU", "RSSRB", "RURUS", "RWRWA",
    "SASAU", "SBSLB", "SCSYC", "SDSDN", "SESWE", "SGSGP", "SHSHN", "SISVN", "SJSJM", "SKSVK", "SLSLE", "SMSMR", "SNSEN",
    "SOSOM", "SRSUR", "SSSSD", "STSTP", "SVSLV", "SXSXM", "SYSYR", "SZSWZ", "TCTCA", "TDTCD", "TFATF", "TGTGO", "THTHA",
    "TJTJK", "TKTKL", "TLTLS", "TMTKM", "TNTUN", "TOTON", "TRTUR", "TTTTO", "TVTUV", "TWTWN", "TZTZA", "UAUKR", "UGUGA",
    "UMUMI", "USUSA", "UYURY", "UZUZB", "VAVAT", "VCVCT", "VEVEN", "VGVGB", "VIVIR", "VNVNM", "VUVUT", "WFWLF", "WSWSM",
    "XKXKK", "YEYEM", "YTMYT", "ZAZAF", "ZMZMB", "ZWZWE",
};

// Not in ISO 3166-1, but in the names of files.
static const char *const usual[][2] = {{"UK", "GBR"},   {"PRC", "CHN"}, {"ROK", "KOR"},
                                       {"DPRK", "PRK"}, {"ROC", "TWN"}, {"USSR", "SUN"}};

static char upper(char letter) { return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter; }

// NUL-terminated alpha-3 codes, cut out of the five letters.
static const char *alpha3(size_t index) { return codes[index] + 2; }

static const char *find_usual(const char *code) {
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (!strcmp(code, usual[i][0])) return usual[i][1];
  return NULL;
}

const char *spokes__country_find(const char *text, size_t len) {
  char code[5] = {0};
  if (len < 2 || len > 4) return NULL;
  for (size_t i = 0; i < len; i++) code[i] = upper(text[i]);
  const char *found = find_usual(code);
  for (size_t i = 0; !found && i < sizeof codes / sizeof *codes; i++)
    if ((len == 2 && !memcmp(code, codes[i], 2)) || (len == 3 && !memcmp(code, alpha3(i), 3))) found = alpha3(i);
  return found;
}
