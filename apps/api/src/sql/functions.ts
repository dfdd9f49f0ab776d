/**
 * Functions that an analyst may call, in lower case: they reckon with their arguments and nothing else. Not here is what
 * reads files, settings, dictionaries or the machine, what waits, what calls functions by a name in a text, and what is
 * too costly for a single call (`function-costs.ts`, with the reasons).
 */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `
  abs accuratecast accuratecastordefault accuratecastornull acos acosh adddate adddays addhours addinterval
  addmicroseconds addmilliseconds addminutes addmonths addnanoseconds addquarters addseconds
  addtupleofintervals addweeks addyears age alphatokens and any any_respect_nulls any_value
  any_value_respect_nulls anyheavy anylast anylast_respect_nulls anylastrespectnulls anyrespectnulls
  anyvaluerespectnulls approx_top_count approx_top_k approx_top_sum argandmax argandmin argmax argmin array
  array_agg array_remove array_to_string arrayall arrayavg arraybottomk arraycompact arrayconcat arraycount
  arraycumsum arraycumsumnonnegative arraydifference arraydistinct arraydotproduct arrayelement
  arrayelementornull arrayenumerate arrayenumeratedense arrayenumerateuniq arrayexcept arrayexists arrayfill
  arrayfilter arrayfirst arrayfirstindex arrayfirstornull arrayflatten arrayjoin arraylast arraylastindex
  arraylastornull arraymap arraymax arraymin arraypartialreversesort arraypartialsort arraypopback
  arraypopfront arrayproduct arraypushback arraypushfront arrayremove arrayresize arrayreverse
  arrayreversefill arrayreversesort arrayreversesplit arrayrotateleft arrayrotateright arrayshiftleft
  arrayshiftright arrayslice arraysort arraysplit arraystringconcat arraysum arraytopk arrayuniq
  arraywithconstant arrayzip arrayzipunaligned ascii asin asinh assumenotnull atan atan2 atanh avg avg2
  avgweighted bar basename bit_and bit_or bit_xor bitand bitcount bitor bittest bitxor boundingratio
  bytehammingdistance byteslice byteswap cardinality casefoldutf8 casewithoutexpr casewithoutexpression cast
  cbrt ceil ceiling changeday changehour changeminute changemonth changesecond changeyear char char_length
  character_length cityhash64 clamp coalesce comparesubstrings concat concat_ws concatassumeinjective
  concatwithseparator concatwithseparatorassumeinjective conv convertcharset corr corrstable cos cosh count
  countequal countmatches countsubstrings covar_pop covar_samp covarpop covarpopstable covarsamp
  covarsampstable cume_dist curdate current_date current_timestamp date date_bin date_diff date_format
  date_trunc datediff datename datetrunc day dayofmonth dayofweek dayofyear degrees deltasum
  deltasumtimestamp dense_rank denserank divide dividedecimal divideornull dotproduct e empty endswith
  endswithcaseinsensitive endswithcaseinsensitiveutf8 endswithutf8 entropy equals erf erfc exp exp10 exp2
  exponentialmovingaverage exponentialtimedecayedavg exponentialtimedecayedcount exponentialtimedecayedmax
  exponentialtimedecayedsum extract extractall extractallgroups extractallgroupshorizontal
  extractallgroupsvertical extractgroups extractkeyvaluepairs extractkeyvaluepairswithescaping first_value
  first_value_respect_nulls firstline firstnondefault firstvaluerespectnulls flatten flattentuple floor
  format format_bytes formatdatetime formatreadablequantity formatreadablesize formatreadabletimedelta
  from_unixtime from_utc_timestamp fromunixtimestamp fromunixtimestamp64micro fromunixtimestamp64milli
  fromunixtimestamp64nano fromunixtimestamp64second fromutctimestamp gcd generate_series generateseries
  greater greaterorequals greatest group_concat grouparray grouparrayinsertat grouparraylast
  grouparraymovingavg grouparraymovingsum grouparraysample grouparraysorted groupbitand groupbitmap
  groupbitmapand groupbitmapor groupbitmapxor groupbitor groupbitxor groupconcat grouping groupuniqarray has
  hasall hasalltoken hasalltokens hasany hasanytoken hasanytokens hassubsequence
  hassubsequencecaseinsensitive hassubsequencecaseinsensitiveutf8 hassubsequenceutf8 hassubstr hastoken
  hastokenornull hex histogram hour hypot identity if ifnotfinite ifnull ignore ilike in indexof
  indexofassumesorted initcap initcaputf8 instr intdiv intdivornull intdivorzero intervallengthsum intexp10
  intexp2 isascii isdistinctfrom isfinite isinfinite isnan isnotdistinctfrom isnotnull isnull isnullable
  isvalidascii isvalidjson isvalidutf8 iszeroornull json_array_length json_exists json_query json_value
  jsonarraylength jsonextract jsonextractarrayraw jsonextractarrayrawcaseinsensitive jsonextractbool
  jsonextractboolcaseinsensitive jsonextractcaseinsensitive jsonextractfloat jsonextractfloatcaseinsensitive
  jsonextractint jsonextractintcaseinsensitive jsonextractkeys jsonextractkeysandvalues
  jsonextractkeysandvaluescaseinsensitive jsonextractkeysandvaluesraw
  jsonextractkeysandvaluesrawcaseinsensitive jsonextractkeyscaseinsensitive jsonextractraw
  jsonextractrawcaseinsensitive jsonextractstring jsonextractstringcaseinsensitive jsonextractuint
  jsonextractuintcaseinsensitive jsonhas jsonkey jsonlength jsonmergepatch jsontype kolmogorovsmirnovtest
  kurtpop kurtsamp lag laginframe last_day last_value last_value_respect_nulls lastvaluerespectnulls lcase
  lcm lead leadinframe least left leftpad leftpadutf8 leftutf8 length lengthutf8 less lessorequals lgamma
  like ln localtime localtimestamp locate log log10 log1p log2 lower lowerutf8 lpad ltrim makedate
  makedate32 makedatetime makedatetime64 mannwhitneyutest map map_from_arrays mapadd mapall mapapply
  mapconcat mapcontains mapcontainskey mapcontainskeylike mapcontainsvalue mapcontainsvaluelike mapexists
  mapextractkeylike mapextractvaluelike mapfilter mapfromarrays mapfromstring mapkeys mappartialreversesort
  mappartialsort mapreversesort mapsort mapsubtract mapupdate mapvalues match materialize max max2 max_by
  maxintersections maxintersectionsposition maxmappedarrays md5 meanztest median mediandd
  mediandeterministic medianexact medianexacthigh medianexactlow medianexactweighted
  medianexactweightedinterpolated mediangk medianinterpolatedweighted mediantdigest mediantdigestweighted
  mediantiming mediantimingweighted microsecond mid midpoint millisecond min min2 min_by minmappedarrays
  minus minute mismatches mod modornull modulo modulolegacy moduloornull moduloorzero month monthname
  multiif multiply multiplydecimal nanosecond natural_sort_key naturalsortkey negate nonnegativederivative
  not notempty notequals notilike notin notlike notnullin now now64 nth_value ntile nullif nullin numbers
  octet_length or overlay overlayutf8 parsedatetime parsedatetime32besteffort
  parsedatetime32besteffortornull parsedatetime32besteffortorzero parsedatetime64 parsedatetime64besteffort
  parsedatetime64besteffortornull parsedatetime64besteffortorzero parsedatetime64besteffortus
  parsedatetime64besteffortusornull parsedatetime64besteffortusorzero parsedatetime64ornull
  parsedatetime64orzero parsedatetimebesteffort parsedatetimebesteffortornull parsedatetimebesteffortorzero
  parsedatetimebesteffortus parsedatetimebesteffortusornull parsedatetimebesteffortusorzero
  parsedatetimeornull parsedatetimeorzero percent_rank percentrank pi plus pmod pmodornull position
  positioncaseinsensitive positioncaseinsensitiveutf8 positionutf8 positive_modulo positive_modulo_or_null
  positivemodulo positivemoduloornull pow power printf quantile quantiledd quantiledeterministic
  quantileexact quantileexactexclusive quantileexacthigh quantileexactinclusive quantileexactlow
  quantileexactweighted quantileexactweightedinterpolated quantilegk quantileinterpolatedweighted
  quantileprometheushistogram quantiles quantilesdd quantilesdeterministic quantilesexact
  quantilesexactexclusive quantilesexacthigh quantilesexactinclusive quantilesexactlow
  quantilesexactweighted quantilesexactweightedinterpolated quantilesgk quantilesinterpolatedweighted
  quantilesprometheushistogram quantilestdigest quantilestdigestweighted quantilestiming
  quantilestimingweighted quantiletdigest quantiletdigestweighted quantiletiming quantiletimingweighted
  quarter radians range rank rankcorr regexp_extract regexp_instr regexp_matches regexp_replace
  regexp_substr regexpextract regexpinstr regexpposition regexpquotemeta removeaccentsutf8
  removediacriticsutf8 repeat replace replaceall replaceone replaceregexpall replaceregexpone retention
  reverse reversebyseparator reverseutf8 right rightpad rightpadutf8 rightutf8 round roundage roundbankers
  rounddown roundduration roundtoexp2 row_number rownumberinallblocks rpad rtrim scalarproduct second
  sequencecount sequencematch sequencematchevents sequencenextnode sigmoid sign simplejsonextractbool
  simplejsonextractfloat simplejsonextractint simplejsonextractraw simplejsonextractstring
  simplejsonextractuint simplejsonhas simplelinearregression sin singlevalueornull sinh siphash64 skewpop
  skewsamp soundex space sparkbar splitbyalpha splitbychar splitbynonalpha splitbyregexp splitbystring
  splitbywhitespace sqr sqrt startswith startswithcaseinsensitive startswithcaseinsensitiveutf8
  startswithutf8 std stddev stddev_pop stddev_samp stddevpop stddevpopstable stddevsamp stddevsampstable
  str_to_date str_to_map string_agg studentttest studentttestonesample subdate substr substring
  substring_index substringindex substringindexutf8 substringutf8 subtractdays subtracthours
  subtractinterval subtractmicroseconds subtractmilliseconds subtractminutes subtractmonths
  subtractnanoseconds subtractquarters subtractseconds subtracttupleofintervals subtractweeks subtractyears
  sum sumcount sumkahan summapfiltered summapfilteredwithoverflow summappedarrays summapwithoverflow
  sumwithoverflow tan tanh tgamma time_bucket timediff timeslot timestamp timestamp_diff timestampdiff
  timezone timezoneof timezoneoffset to_unixtime to_utc_timestamp tobool todate todate32 todate32ordefault
  todate32ornull todate32orzero todateordefault todateornull todateorzero todatetime todatetime32
  todatetime64 todatetime64ordefault todatetime64ornull todatetime64orzero todatetimeordefault
  todatetimeornull todatetimeorzero today todayofmonth todayofweek todayofyear todaysinmonth todecimal128
  todecimal128ordefault todecimal128ornull todecimal128orzero todecimal256 todecimal256ordefault
  todecimal256ornull todecimal256orzero todecimal32 todecimal32ordefault todecimal32ornull todecimal32orzero
  todecimal64 todecimal64ordefault todecimal64ornull todecimal64orzero todecimalstring tofixedstring
  tofloat32 tofloat32ordefault tofloat32ornull tofloat32orzero tofloat64 tofloat64ordefault tofloat64ornull
  tofloat64orzero tohour toint16 toint16ordefault toint16ornull toint16orzero toint32 toint32ordefault
  toint32ornull toint32orzero toint64 toint64ordefault toint64ornull toint64orzero toint8 toint8ordefault
  toint8ornull toint8orzero tointerval tointervalday tointervalhour tointervalmicrosecond
  tointervalmillisecond tointervalminute tointervalmonth tointervalnanosecond tointervalquarter
  tointervalsecond tointervalweek tointervalyear toisoweek toisoyear tojsonstring tokens tolastdayofmonth
  tolastdayofweek tolowcardinality tomicrosecond tomillisecond tominute tomonday tomonth
  tomonthnumsinceepoch tonanosecond tonullable topk topkweighted toquarter torelativedaynum
  torelativehournum torelativeminutenum torelativemonthnum torelativequarternum torelativesecondnum
  torelativeweeknum torelativeyearnum tosecond tostartofday tostartoffifteenminutes tostartoffiveminute
  tostartoffiveminutes tostartofhour tostartofinterval tostartofisoyear tostartofmicrosecond
  tostartofmillisecond tostartofminute tostartofmonth tostartofnanosecond tostartofquarter tostartofsecond
  tostartoftenminutes tostartofweek tostartofyear tostring tostringcuttozero totime totime64 totime64ornull
  totime64orzero totimeornull totimeorzero totimewithfixeddate totimezone totypename touint16
  touint16ordefault touint16ornull touint16orzero touint32 touint32ordefault touint32ornull touint32orzero
  touint64 touint64ordefault touint64ornull touint64orzero touint8 touint8ordefault touint8ornull
  touint8orzero tounixtimestamp tounixtimestamp64micro tounixtimestamp64milli tounixtimestamp64nano
  tounixtimestamp64second toutctimestamp touuid touuidorzero tovalidutf8 toweek toyear toyearnumsinceepoch
  toyearweek toyyyymm toyyyymmdd toyyyymmddhhmmss transform translate translateutf8 trim trimboth trimleft
  trimright trunc truncate tuple tupleconcat tupledivide tupledividebynumber tupleelement
  tuplehammingdistance tupleintdiv tupleintdivbynumber tupleintdivorzero tupleintdivorzerobynumber
  tupleminus tuplemodulo tuplemodulobynumber tuplemultiply tuplemultiplybynumber tuplenames tuplenegate
  tupleplus tuplepositivemodulobynumber tupletonamevaluepairs ucase unhex uniq uniqcombined uniqcombined64
  uniqexact uniqhll12 uniqupto unnest upper upperutf8 utc_timestamp utctimestamp var_pop var_samp varpop
  varpopstable varsamp varsampstable vectordifference vectorsum visitparamextractbool visitparamextractfloat
  visitparamextractint visitparamextractraw visitparamextractstring visitparamextractuint visitparamhas week
  welchttest windowfunnel xor xxhash64 year yearweek yesterday
`
    .trim()
    .split(/\s+/),
);

/** What may follow the name of an aggregate function: `countIf`, `quantileExactOrNull`. */
const COMBINATOR = /(if|array|distinct|ornull|ordefault|map)$/;

/** @param name as it is called; the engine takes some of its functions in any case */
export function isAllowedFunction(name: string): boolean {
  const lower = name.toLowerCase();
  if (allowedFunctions.has(lower)) return true;
  return COMBINATOR.test(lower) && isAllowedFunction(lower.replace(COMBINATOR, ''));
}
