"""What visitors write in "Où ?", and the first answer they should get.

Each row: the text, the key of the first answer and, when it is found through an
arrondissement or a former commune, the name of that.
"""

COMMUNES = [
    ("Paris", "commune:75056"),
    ("Lyon", "commune:69123"),
    ("Lille", "commune:59350"),
    ("Bordeaux", "commune:33063"),
    ("Fort-de-France", "commune:97209"),
    ("Ajaccio", "commune:2A004"),
    ("Nouméa", "commune:98818"),
    ("Mamoudzou", "commune:97611"),
    ("Y", "commune:80829"),
    ("Eu", "commune:76255"),
    ("Gap", "commune:05061"),
    ("La Ville-du-Bois", "commune:91665"),
    ("Saint-Étienne-de-Saint-Geoirs", "commune:38384"),
    # the largest of its homonyms
    ("Saint-Denis", "commune:97411"),
    ("Sainte-Colombe", "commune:69189"),
    ("Montreuil", "commune:93048"),
    ("Saint-Pierre", "commune:97416"),
    # names that begin as other words do
    ("Vers-Pont-du-Gard", "commune:30346"),
    ("Aux-Aussat", "commune:32020"),
    ("Ville-la-Grand", "commune:74305"),
    # a whole name goes before longer ones, however large
    ("Clermont", "commune:60157"),
]

SPELLING = [
    # case, accents, hyphens, spaces, marks at the end
    ("BORDEAUX", "commune:33063"),
    ("  bordeaux  ", "commune:33063"),
    ("bordeaux.", "commune:33063"),
    ("Bordeaux ?!", "commune:33063"),
    ("besancon", "commune:25056"),
    ("BESANÇON", "commune:25056"),
    ("romans sur isere", "commune:26281"),
    ("Romans  sur-Isère", "commune:26281"),
    ("sévres", "commune:92072"),
    # apostrophes of both kinds, or none
    ("l'haÿ les roses", "commune:94038"),
    ("L’Haÿ-les-Roses", "commune:94038"),
    ("l hay les roses", "commune:94038"),
    ("lhay les roses", "commune:94038"),
    ("hay les roses", "commune:94038"),
    ("l’isle adam", "commune:95313"),
    ("lisle adam", "commune:95313"),
    ("Villeneuve d ascq", "commune:59009"),
    # ligatures
    ("Œuilly", "commune:51410"),
    ("Oeuilly", "commune:51410"),
    ("vandoeuvre les nancy", "commune:54547"),
    ("Vandœuvre", "commune:54547"),
    # abbreviations
    ("st etienne", "commune:42218"),
    ("St-Malo", "commune:35288"),
    ("ste colombe", "commune:69189"),
    ("Ste-Maxime", "commune:83115"),
    ("st germain en laye", "commune:78551"),
    ("St Julien en St Alban", "commune:07255"),
    ("Villefranche s/ Saône", "commune:69264"),
    ("Neuilly s/Marne", "commune:93050"),
    ("La Roche s/ Yon", "commune:85191"),
    ("Fontenay s/s bois", "commune:94033"),
    ("fontenay ss bois", "commune:94033"),
    ("ND de Bondeville", "commune:76474"),
    # the article may be left out, or be there
    ("Le Havre", "commune:76351"),
    ("Havre", "commune:76351"),
    ("rochelle", "commune:17300"),
    ("La Rochelle", "commune:17300"),
    ("Mans", "commune:72181"),
    ("ciotat", "commune:13028"),
    # the order of the words
    ("isere romans sur", "commune:26281"),
    ("provence aix en", "commune:13001"),
    # words around the name
    ("mairie de Bordeaux", "commune:33063"),
    ("ville de Lyon", "commune:69123"),
    ("commune de Bretagne", "commune:90019"),
    ("près de Bordeaux", "commune:33063"),
    ("à Nantes", "commune:44109"),
    ("Bordeaux, France", "commune:33063"),
    ("Bordeaux cedex", "commune:33063"),
]

TYPING_ERRORS = [
    ("bordaux", "commune:33063"),
    ("toulose", "commune:31555"),
    ("monpellier", "commune:34172"),
    ("marseile", "commune:13055"),
    ("strasbuorg", "commune:67482"),
    ("clermont ferand", "commune:63113"),
    ("carcasonne", "commune:11069"),
    ("perpignant", "commune:66136"),
    ("montelimard", "commune:26198"),
    ("aix en provance", "commune:13001"),
    ("boulogne billancour", "commune:92012"),
    ("aubervillers", "commune:93001"),
    ("Valance", "commune:26362"),
    ("saint etiene", "commune:42218"),
    ("neuily sur marne", "commune:93050"),
    ("villeneuve d asq", "commune:59009"),
    ("kimper", "commune:29232"),
    ("bourgenbresse", "commune:01053"),
    ("nime", "commune:30189"),
    # short names of large places
    ("lyno", "commune:69123"),
    ("nnates", "commune:44109"),
    ("lile", "commune:59350"),
    # the town on the Saône is Chalon, without the s of Châlons-en-Champagne
    ("Châlons s/ Saône", "commune:71076"),
    ("loire-atlantic", "departement:44"),
    ("comunauté de comunes du seignanx", "epci:244000659"),
    # a part of the words says enough
    ("paris xi", "commune:75056"),
]

BEGINNINGS = [
    ("bord", "commune:33063"),
    ("Pari", "commune:75056"),
    ("saint den", "commune:97411"),
    ("la roche s", "commune:85191"),
    ("chalons", "commune:51108"),
    ("Cherbourg", "commune:50129"),
    ("gir", "departement:33"),
    ("nouvelle aq", "region:75"),
    ("wallis", "departement:986"),
    # towns go before a former commune of that whole name
    ("Boulogne", "commune:92012"),
]

CODES = [
    # INSEE codes of communes, in any case
    ("26281", "commune:26281"),
    ("2A004", "commune:2A004"),
    ("2a004", "commune:2A004"),
    ("97411", "commune:97411"),
    ("code INSEE 26281", "commune:26281"),
    # of arrondissements
    ("75111", "commune:75056", "Paris 11e Arrondissement"),
    ("69381", "commune:69123", "Lyon 1er Arrondissement"),
    ("13201", "commune:13055", "Marseille 1er Arrondissement"),
    # of former communes
    ("93059", "commune:93066", "Pierrefitte-sur-Seine"),
    ("59355", "commune:59350", "Lomme"),
    ("74011", "commune:74010", "Annecy-le-Vieux"),
    # postal codes; 26100 is also the INSEE code of Combovin, far less populated
    ("33000", "commune:33063"),
    ("33 000", "commune:33063"),
    ("26100", "commune:26281"),
    ("code postal 26100", "commune:26281"),
    ("97400", "commune:97411"),
    ("20000", "commune:2A004"),
    ("98800", "commune:98818"),
    # shared by several communes: the largest
    ("73000", "commune:73065"),
    ("38160", "commune:38416"),
    ("75011", "commune:75056", "Paris 11e Arrondissement"),
    ("75116", "commune:75056", "Paris 16e Arrondissement"),
    ("69003", "commune:69123", "Lyon 3e Arrondissement"),
    ("13001", "commune:13055", "Marseille 1er Arrondissement"),
    # SIREN of intercommunalities
    ("200068781", "epci:200068781"),
    ("200 068 781", "epci:200068781"),
    ("SIREN 243300316", "epci:243300316"),
    # numbers of départements, before the codes of régions
    ("33", "departement:33"),
    ("2A", "departement:2A"),
    ("2b", "departement:2B"),
    ("974", "departement:974"),
    ("1", "departement:01"),
    ("11", "departement:11"),
    ("75", "departement:75"),
    ("988", "departement:988"),
    ("département 26", "departement:26"),
    ("dépt. 26", "departement:26"),
    ("région 11", "region:11"),
    # the number of Corse when it was one département
    ("20", "region:94"),
]

ARRONDISSEMENTS = [
    ("Paris 11e", "commune:75056", "Paris 11e Arrondissement"),
    ("Paris 11", "commune:75056", "Paris 11e Arrondissement"),
    ("paris 11ème", "commune:75056", "Paris 11e Arrondissement"),
    ("Paris 20e", "commune:75056", "Paris 20e Arrondissement"),
    ("Paris 01", "commune:75056", "Paris 1er Arrondissement"),
    ("11e arrondissement de Paris", "commune:75056", "Paris 11e Arrondissement"),
    ("Paris 11e arrondissement", "commune:75056", "Paris 11e Arrondissement"),
    ("75011 Paris", "commune:75056", None),
    ("lyon 3eme", "commune:69123", "Lyon 3e Arrondissement"),
    ("Lyon 3e arr.", "commune:69123", "Lyon 3e Arrondissement"),
    ("3e arrondissement de Lyon", "commune:69123", "Lyon 3e Arrondissement"),
    ("Marseille 1er", "commune:13055", "Marseille 1er Arrondissement"),
    ("marseille 8", "commune:13055", "Marseille 8e Arrondissement"),
    # 13 is the arrondissement and the département: no need to choose
    ("Marseille 13", "commune:13055", None),
]

FORMER_COMMUNES = [
    ("Pierrefitte-sur-Seine", "commune:93066", "Pierrefitte-sur-Seine"),
    ("Lomme", "commune:59350", "Lomme"),
    ("Hellemmes", "commune:59350", "Hellemmes-Lille"),
    ("Annecy-le-Vieux", "commune:74010", "Annecy-le-Vieux"),
    ("Cherbourg-Octeville", "commune:50129", "Cherbourg-Octeville"),
    ("bellegarde sur valserine", "commune:01033", "Bellegarde-sur-Valserine"),
    ("Bellegarde s/ Valserine (Ain)", "commune:01033", "Bellegarde-sur-Valserine"),
    # a commune of today goes before a former one of the same name
    ("Pringy", "commune:77378", None),
    ("Pringy (Haute-Savoie)", "commune:74010", "Pringy"),
]

PLACED = [
    ("Saint-Denis 93", "commune:93066"),
    ("93 Saint-Denis", "commune:93066"),
    ("Saint-Denis (93)", "commune:93066"),
    ("Saint-Denis, Seine-St-Denis", "commune:93066"),
    ("Saint-Denis Réunion", "commune:97411"),
    ("Saint-Denis de la Réunion", "commune:97411"),
    ("Saint-Denis à la Réunion", "commune:97411"),
    ("Saint-Denis (La Réunion)", "commune:97411"),
    ("Saint-Denis Aude", "commune:11339"),
    ("Sainte-Colombe (Rhône)", "commune:69189"),
    ("Sainte-Colombe (Landes)", "commune:40252"),
    ("ste colombe 77", "commune:77404"),
    ("Sainte-Colombe, Nouvelle-Aquitaine", "commune:40252"),
    ("Montreuil 85", "commune:85148"),
    ("Saint-Nazaire, Loire-Atlantique", "commune:44184"),
    ("Saint-Pierre Réunion", "commune:97416"),
    ("Bretagne (Indre)", "commune:36024"),
    ("Oyonnax 1", "commune:01283"),
    ("St-Jean-de-Luz (64)", "commune:64483"),
    ("Paris 75", "commune:75056"),
    ("Lyon 69", "commune:69123"),
    # the département makes up for the words left out
    ("Romans, Drôme", "commune:26281"),
    ("Romans dans la Drôme", "commune:26281"),
    ("Saint Amand Cher", "commune:18197"),
    # the labels of the pages
    ("Romans-sur-Isère (Drôme)", "commune:26281"),
    ("Bordeaux · commune · Gironde", "commune:33063"),
    ("Bordeaux · commune · Gironde · 265 000 hab.", "commune:33063"),
    ("Gironde · département · 1 690 493 hab.", "departement:33"),
    ("Romans-sur-Isère, Drôme, Auvergne-Rhône-Alpes", "commune:26281"),
    # with a postal code, right or of a large company
    ("33000 Bordeaux", "commune:33063"),
    ("Bordeaux 33000", "commune:33063"),
    ("26100 Romans", "commune:26281"),
    ("33077 Bordeaux cedex 2", "commune:33063"),
    # and typing errors
    ("Bordaux (Gironde)", "commune:33063"),
    ("33000 bordaux", "commune:33063"),
    ("saint deni 93", "commune:93066"),
]

ADDRESSES = [
    ("10 rue de la Paix 75002 Paris", "commune:75056"),
    ("10, rue de la Paix, 75002 Paris, France", "commune:75056"),
    ("12 bis av. Victor Hugo 26100 Romans", "commune:26281"),
    ("rue de Lyon 26000 Valence", "commune:26362"),
    ("3 place Gambetta 33000 bordaux", "commune:33063"),
    ("5 rue de Paris 93200", "commune:93066"),
    ("BP 12, 33077 Bordeaux cedex 2", "commune:33063"),
    (
        "12 boulevard du Maréchal de Lattre de Tassigny, résidence des Lilas, "
        "bâtiment B, 26100 Romans-sur-Isère",
        "commune:26281",
    ),
    # without a postal code, what follows the comma, or the last words
    ("12 avenue Victor Hugo, Aix-en-Provence", "commune:13001"),
    ("12, rue de la Paix Saint-Denis", "commune:97411"),
    ("12 rue de la Mairie Villers-sur-Mer", "commune:14754"),
    ("avenue Jean Jaurès Lyon", "commune:69123"),
    # names that begin as an address does
    ("Rue, Somme", "commune:80688"),
    ("La Rue-Saint-Pierre (Oise)", "commune:60559"),
    ("rue saint pierre, oise", "commune:60559"),
    ("Cours-les-Barres, Cher", "commune:18075"),
]

INTERCOMMUNALITIES = [
    ("Communauté d'agglomération Valence Romans Agglo", "epci:200068781"),
    ("Valence Romans Agglo", "epci:200068781"),
    ("valence romans", "epci:200068781"),
    ("agglo de Valence", "epci:200068781"),
    ("Communauté de communes du Seignanx", "epci:244000659"),
    ("communauté de communes seignanx", "epci:244000659"),
    ("CC du Seignanx", "epci:244000659"),
    ("Seignanx", "epci:244000659"),
    ("pays basque", "epci:200067106"),
    ("Communauté Pays Basque", "epci:200067106"),
    ("Saint Malo agglomération", "epci:243500782"),
    ("Cergy-Pontoise", "epci:249500109"),
    ("Métropole de Lyon", "epci:200046977"),
    ("Grand Lyon", "epci:200046977"),
    ("Bordeaux Métropole", "epci:243300316"),
    ("métropole de Bordeaux", "epci:243300316"),
    ("Nantes métropole", "epci:244400404"),
    ("grenoble metropole", "epci:200040715"),
    ("métropole européenne de Lille", "epci:200093201"),
    ("MEL", "epci:200093201"),
    ("Métropole du Grand Paris", "epci:200054781"),
    # acronyms that the official name holds
    ("COVE", "epci:248400053"),
    ("CCKB", "epci:242200715"),
    # établissements publics territoriaux
    ("Plaine Commune", "epci:200057867"),
    ("Est Ensemble", "epci:200057875"),
]

DEPARTEMENTS = [
    ("Gironde", "departement:33"),
    ("département de la Gironde", "departement:33"),
    ("la Gironde", "departement:33"),
    ("Gironde (33)", "departement:33"),
    ("33 Gironde", "departement:33"),
    ("Nord", "departement:59"),
    ("département du Nord", "departement:59"),
    ("Loire", "departement:42"),
    ("Landes", "departement:40"),
    ("Rhône", "departement:69"),
    ("Côtes d’Armor", "departement:22"),
    ("cote d or", "departement:21"),
    ("Corse du sud", "departement:2A"),
    ("Seine et Marne", "departement:77"),
    # a village of the same name, with its article, does not call to mind more
    ("La Marne", "departement:51"),
    # a town goes before the département, unless the level is said
    ("Vienne", "commune:38544"),
    ("département Vienne", "departement:86"),
    ("Mayenne", "commune:53147"),
    ("département de Paris", "departement:75"),
    # accents, when written, tell the village
    ("Loiré", "commune:49178"),
    # one territory at two levels: the département, which its number names too
    ("La Réunion", "departement:974"),
    ("Réunion", "departement:974"),
    ("Guadeloupe", "departement:971"),
    ("région Guadeloupe", "region:01"),
    # collectivities overseas
    ("Polynésie française", "departement:987"),
    ("Saint Pierre et Miquelon", "departement:975"),
]

REGIONS = [
    ("Nouvelle-Aquitaine", "region:75"),
    ("nouvelle aquitaine", "region:75"),
    ("Bretagne", "region:53"),
    ("région Bretagne", "region:53"),
    ("Île-de-France", "region:11"),
    ("ile de france", "region:11"),
    ("Grand Est", "region:44"),
    ("Pays de la Loire", "region:52"),
    ("Corse", "region:94"),
    ("Centre", "region:24"),
    ("région Centre", "region:24"),
    # acronyms and régions of before 2016
    ("PACA", "region:93"),
    ("IDF", "region:11"),
    ("Aquitaine", "region:75"),
    ("Limousin", "region:75"),
    ("Rhône-Alpes", "region:84"),
    ("Nord-Pas-de-Calais", "region:32"),
    ("Haute-Normandie", "region:28"),
    ("Bourgogne", "region:27"),
]

INPUTS = [
    *COMMUNES,
    *SPELLING,
    *TYPING_ERRORS,
    *BEGINNINGS,
    *CODES,
    *ARRONDISSEMENTS,
    *FORMER_COMMUNES,
    *PLACED,
    *ADDRESSES,
    *INTERCOMMUNALITIES,
    *DEPARTEMENTS,
    *REGIONS,
]

# Texts in which no place is named, or which are no text.
NOTHING = [
    "",
    "   ",
    "?!… --- ''",
    "()[]{}%_\\",
    "\0",
    "bor\0deaux",
    "\x1b[31mBordeaux",
    "\x07",
    "Bordeaux " * 1200,
    "a" * 10_000,
    "\u5317\u4eac",
    "zzzzqqqq",
    "99999",
    "000000000",
    "12345678901234567890",
]
