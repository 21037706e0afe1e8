/** The IANA zones for the names of Windows, which Outlook and Exchange write. Names are in small letters. */
const PLACES = `
afghanistan=Asia/Kabul|alaskan=America/Anchorage|aleutian=America/Adak|altai=Asia/Barnaul|arab=Asia/Riyadh
arabian=Asia/Dubai|arabic=Asia/Baghdad|argentina=America/Argentina/Buenos_Aires|astrakhan=Europe/Astrakhan
atlantic=America/Halifax|aus central=Australia/Darwin|aus central w.=Australia/Eucla|aus eastern=Australia/Sydney
azerbaijan=Asia/Baku|azores=Atlantic/Azores|bahia=America/Bahia|bangladesh=Asia/Dhaka|belarus=Europe/Minsk
bougainville=Pacific/Bougainville|canada central=America/Regina|cape verde=Atlantic/Cape_Verde
caucasus=Asia/Yerevan|cen. australia=Australia/Adelaide|central=America/Chicago
central america=America/Guatemala|central asia=Asia/Bishkek|central brazilian=America/Cuiaba
central europe=Europe/Budapest|central european=Europe/Warsaw|central pacific=Pacific/Guadalcanal
chatham islands=Pacific/Chatham|china=Asia/Shanghai|cuba=America/Havana|dateline=Etc/GMT+12
e. africa=Africa/Nairobi|e. australia=Australia/Brisbane|e. europe=Europe/Chisinau
e. south america=America/Sao_Paulo|easter island=Pacific/Easter|eastern=America/New_York|egypt=Africa/Cairo
ekaterinburg=Asia/Yekaterinburg|fiji=Pacific/Fiji|fle=Europe/Kyiv|georgian=Asia/Tbilisi|gmt=Europe/London
greenland=America/Nuuk|greenwich=Atlantic/Reykjavik|gtb=Europe/Bucharest|haiti=America/Port-au-Prince
hawaiian=Pacific/Honolulu|india=Asia/Kolkata|iran=Asia/Tehran|israel=Asia/Jerusalem|jordan=Asia/Amman
kaliningrad=Europe/Kaliningrad|kamchatka=Asia/Kamchatka|korea=Asia/Seoul|libya=Africa/Tripoli
line islands=Pacific/Kiritimati|lord howe=Australia/Lord_Howe|magadan=Asia/Magadan
magallanes=America/Punta_Arenas|marquesas=Pacific/Marquesas|mauritius=Indian/Mauritius
middle east=Asia/Beirut|montevideo=America/Montevideo|morocco=Africa/Casablanca|mountain=America/Denver
myanmar=Asia/Yangon|n. central asia=Asia/Novosibirsk|namibia=Africa/Windhoek|nepal=Asia/Kathmandu
new zealand=Pacific/Auckland|newfoundland=America/St_Johns|norfolk=Pacific/Norfolk
north asia=Asia/Krasnoyarsk|north asia east=Asia/Irkutsk|north korea=Asia/Pyongyang|omsk=Asia/Omsk
pacific=America/Los_Angeles|pacific sa=America/Santiago|pakistan=Asia/Karachi|paraguay=America/Asuncion
qyzylorda=Asia/Qyzylorda|romance=Europe/Paris
russian=Europe/Moscow
sa eastern=America/Cayenne|sa pacific=America/Bogota|sa western=America/La_Paz
saint pierre=America/Miquelon|sakhalin=Asia/Sakhalin|samoa=Pacific/Apia|sao tome=Africa/Sao_Tome
saratov=Europe/Saratov|se asia=Asia/Bangkok|singapore=Asia/Singapore|south africa=Africa/Johannesburg
south sudan=Africa/Juba|sri lanka=Asia/Colombo|sudan=Africa/Khartoum|syria=Asia/Damascus|taipei=Asia/Taipei
tasmania=Australia/Hobart|tocantins=America/Araguaina|tokyo=Asia/Tokyo|tomsk=Asia/Tomsk|tonga=Pacific/Tongatapu
transbaikal=Asia/Chita|turkey=Europe/Istanbul|turks and caicos=America/Grand_Turk|ulaanbaatar=Asia/Ulaanbaatar
us eastern=America/Indiana/Indianapolis|us mountain=America/Phoenix|venezuela=America/Caracas
vladivostok=Asia/Vladivostok|volgograd=Europe/Volgograd|w. australia=Australia/Perth
w. central africa=Africa/Lagos|w. europe=Europe/Berlin|w. mongolia=Asia/Hovd|west asia=Asia/Tashkent
west bank=Asia/Hebron|west pacific=Pacific/Port_Moresby|yakutsk=Asia/Yakutsk|yukon=America/Whitehorse
`;

/** Windows zones whose names do not end in `Standard Time`. */
const OTHERS = [
  ['central standard time (mexico)', 'America/Mexico_City'],
  ['eastern standard time (mexico)', 'America/Cancun'],
  ['mountain standard time (mexico)', 'America/Mazatlan'],
  ['pacific standard time (mexico)', 'America/Tijuana'],
  ['russia time zone 3', 'Europe/Samara'],
  ['russia time zone 10', 'Asia/Srednekolymsk'],
  ['russia time zone 11', 'Asia/Kamchatka'],
  ['coordinated universal time', 'UTC'],
  ['tzone://microsoft/utc', 'UTC'],
  ['utc-11', 'Etc/GMT+11'],
  ['utc-09', 'Etc/GMT+9'],
  ['utc-08', 'Etc/GMT+8'],
  ['utc-02', 'Etc/GMT+2'],
  ['mid-atlantic standard time', 'Etc/GMT+2'],
  ['utc+12', 'Etc/GMT-12'],
  ['utc+13', 'Etc/GMT-13'],
] as const;

export const WINDOWS_ZONES: ReadonlyMap<string, string> = new Map([
  ...PLACES.trim()
    .split(/[|\n]/)
    .map((one) => one.split('='))
    .map(([name = '', zone = '']) => [`${name} standard time`, zone] as const),
  ...OTHERS,
]);
