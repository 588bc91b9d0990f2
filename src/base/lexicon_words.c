/* SPDX-License-Identifier: Apache-2.0 */

#include "base/lexicon_words.h"

#include <stddef.h>

/* "car" is left out, for it has wheels in English; "sans" and "without" say a lot. */
const char lexicon_french_stops[] =
    "au aux avec ce ces cet cette ceci cela ca de des du elle elles en et eux il ils je la "
    "le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ou par pas pour qu "
    "que qui quoi quand sa se ses si son sur ta te tes toi ton tu un une vos votre vous "
    "est "
    "sont etait etaient sera seront serait suis ont avait aurait aura dans vers chez entre "
    "lors lorsque puisque afin ainsi alors donc dont comme comment car ni y aussi meme "
    "memes "
    "quel quelle quels quelles quelque quelques celui celle ceux celles cote lieu place "
    "depuis pendant jusqu jusque etc tres trop bien soi parce etre";

const char lexicon_english_stops[] =
    "the of and or to in on at by for from with is are was were be been being am it its "
    "this that these those he she they them their his her him my our ours your yours us we "
    "you do does did so as an if then than too very just also into onto over about which "
    "who whom whose what when where while there here has had will shall can could should "
    "would may might must not no nor but because during both own same such only out up "
    "down off again once don ll re ve";

const char lexicon_weak_words[] =
    /* French */
    "vouloir voudrais veux veut voudrait aimerais aimerait aimer pouvoir peut peux "
    "pourrait "
    "pourrions puisse faut faudrait falloir manque manquer devrait devraient doit doivent "
    "devoir faire fait fasse mettre mise avoir ajouter ajout installer installation "
    "proposer "
    "propose organiser organisation prevoir creer permettre offrir donner rendre avoir "
    "plus moins davantage mieux meilleur meilleure meilleurs nouveau nouveaux nouvelle "
    "nouvelles possible possibilite idee idees suggestion svp plait merci chaque tous tout "
    "toute toutes plusieurs partout disposition facon maniere fois vrai vraie vraiment "
    "encore toujours besoin souhaite souhaiter serait bon bonne bons bonnes grand petit "
    "club village magasin magasins client clients soi fournir indiquer afficher voir "
    "arreter laisser choisir choix place propre propres autre autres facile facilement "
    "aller venir mis jour jours dehors apprendre "
    /* English */
    "want wants wanted wish need needs add adding added put make making made let lets "
    "allow "
    "allowed provide provided offer offered get getting give giving have having more less "
    "most better best new possible possibility idea ideas suggestion suggest please thanks "
    "thank every each all some any several many much few lot lots like love great good "
    "nice "
    "really always often still everywhere install set use using used way ways thing things "
    "could able us go going take taking bring keep stop start help instead around near "
    "between per them people customers customer club village store stores shop choose own "
    "sell selling easy easily easier show see back everyone someone inside";

const char *const lexicon_pairs[] = {
    "week end",     "check in",    "check out",   "wi fi",       "tee shirt",
    "back pack",    "smart phone", "play ground", "car park",    "co voiturage",
    "auto partage", "life guard",  "key card",    "web site",    "online",
    "baby sitting", "baby sitter", "ping pong",   "volley ball", "basket ball",
    "foot ball",    "hand ball",   "sun bed",     "sun beds",    "sun screen",
    "self service", "gluten free", NULL};

const char *const lexicon_groups[] = {
    "velo velos bicyclette bicyclettes bike bikes bicycle bicycles cycle",
    "enfant enfants gamin gamins gosse kid kids child children",
    "bebe bebes nourrisson baby babies toddler toddlers infant",
    ("appli application applis applications app apps mobile telephone smartphone portable "
     "phone phones"),
    "wifi internet",
    "tasse tasses mug mugs gobelet gobelets cup cups",
    "remise remises reduction reductions rabais promo promotion discount discounts",
    "louer location louez loue rent rental rentals rented hire",
    "preter pret emprunter emprunt lend borrow loan",
    "reserver reservation reservations book booking bookings",
    "commander commande order orders ordering",
    "parking stationnement garer parkings carpark",
    "soir soiree soirees soirs evening evenings night nights nuit",
    "matin matinee matinal matinaux morning mornings",
    "dechet dechets poubelle poubelles ordure bin bins trash garbage waste rubbish",
    "recycler recyclage collecte collecter recycling recycle",
    "reparer reparation reparations repair repairs mend fix",
    "recharge recharger rechargeable charger charge charging chargers",
    "cours lecon lecons initiation lesson lessons class classes course",
    "debutant debutants beginner beginners novice",
    "film films cinema movie movies",
    "exterieur exterieure exterieurs dehors outdoor outdoors outside",
    "guide guides guidee guidees accompagne accompagnes accompagnee accompagnees guided",
    "randonnee randonnees rando hike hikes hiking trek trekking",
    "prix tarif tarifs price prices pricing fare",
    "cher chere chers couteux expensive",
    "baisser diminuer reduire abaisser lower reduce cut cheaper",
    "gratuit gratuite gratuits gratuitement gratuites free",
    "facture factures bill bills invoice invoices",
    "consommation consommations conso usage consumption",
    "electricite electrique electriques courant electricity electric power",
    "paiement payer paye pay payment payments prelevement",
    "tri trier",
    "abonnement abonnements abonner subscription subscriptions membership",
    "mois mensuel mensuelle month months monthly",
    "heure heures hour hours hourly",
    "horaire horaires planning timetable schedule",
    "accueil reception front desk",
    "poussette poussettes stroller strollers pram prams buggy pushchair",
    "navette navettes shuttle shuttles",
    "livraison livrer livre delivery deliver delivered",
    "maison domicile home house",
    "file queue line waiting attente",
    "tranquille calme silencieux quiet calm peaceful",
    "lire lecture read reading",
    "sain saine sains equilibre equilibres healthy healthier",
    "repas plat plats dish dishes meal meals",
    "menu menus",
    "vegetarien vegetariens vegetarienne vegetariennes vegetarian",
    "vegan vegane vegans vegetalien",
    "chien chiens dog dogs",
    "nager natation nage swim swimming",
    "recompense recompenser prime primes reward rewards bonus",
    "hiver hivernal winter",
    "ete estival summer",
    "sac sacs backpack backpacks rucksack bag bags",
    "bouteille bouteilles gourde gourdes bottle bottles",
    "fidelite loyalty",
    ("alerte alerter alertes avertir prevenir warn warning warnings alert alerts notify "
     "notification notifications"),
    ("plier pliable pliant pliante pliables replier fold folds folding foldable "
     "collapsible "
     "collapse collapses"),
    "chauffage chauffer chauffant chauffants heating heat heated",
    "tard tardif tardive late later",
    "tot early earlier",
    "matelas mattress",
    "dimanche dominical sunday sundays",
    "boisson boissons drink drinks beverage beverages",
    "ombre ombrage shade shaded",
    "abri abrite abritee couvert couverte covered sheltered shelter roofed",
    "distance distant remote remotely",
    "avance ahead advance beforehand",
    "vieux vieille vieilles ancien ancienne anciens anciennes usage usagees old",
    "lisible clair claire claires lisibles",
    "numerique digital dematerialise dematerialisee",
    "emballage emballages packaging packages",
    "magasin boutique shop store",
    "larger large grand grande grandes larges wide wider big bigger",
    "calendrier date dates",
    "supplement extra surcharge",
    "voiture voitures auto automobile vehicule vehicules",
    "borne bornes station stations",
    "souple flexible",
    "compostable biodegradable",
    "ecran ecrans screen screens",
    "musique music",
    "sport sports sportif sportive",
    "colis parcel parcels package",
    "chambre chambres room rooms",
    "semaine hebdomadaire week weekly",
    "annee annuel annuelle an year yearly annual",
    "journal journaux newspaper newspapers",
    "ouvrir ouvert ouverte ouverts ouverture open opening opened",
    "fermer ferme fermeture fermee close closed closing",
    NULL};
