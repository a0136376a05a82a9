//! Small files of every kind that is read. Those of publishers are built to their documented layouts, not downloaded.

/// UN Comtrade as downloaded since 2022: rows end in one more comma than the headings, and totals are broken down.
pub(crate) const COMTRADE_PLUS: &str = "\
typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,classificationCode,cmdCode,cmdDesc,customsCode,motCode,netWgt,cifvalue,fobvalue,primaryValue,isReported,isAggregate
C,A,20210101,2021,52,2021,398,KAZ,Kazakhstan,X,Export,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,,287800000,287800000,false,true,
C,A,20210101,2021,52,2021,398,KAZ,Kazakhstan,M,Import,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,44400000,,44400000,false,true,
C,A,20220101,2022,52,2022,398,KAZ,Kazakhstan,X,Export,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,,375300000,375300000,false,true,
C,A,20220101,2022,52,2022,398,KAZ,Kazakhstan,X,Export,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,2100,,,300000000,300000000,false,true,
C,A,20220101,2022,52,2022,398,KAZ,Kazakhstan,M,Import,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,86600000,,86600000,false,true,
C,A,20220101,2022,52,2022,398,KAZ,Kazakhstan,RX,Re-Export,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,,1000,1000,false,true,
C,A,20220101,2022,52,2022,398,KAZ,Kazakhstan,X,Export,31,AZE,Azerbaijan,0,H6,1001,Wheat and meslin,C00,0,,,89000000,89000000,false,false,
C,A,20220101,2022,52,2022,31,AZE,Azerbaijan,M,Import,398,KAZ,Kazakhstan,0,H6,TOTAL,All Commodities,C00,0,,401000000,,401000000,false,true,
C,M,20220701,2022,7,202207,398,KAZ,Kazakhstan,X,Export,31,AZE,Azerbaijan,0,H6,TOTAL,All Commodities,C00,0,,,30000000,30000000,false,true,
";

/// UN Comtrade as downloaded until 2022.
pub(crate) const COMTRADE: &str = "\
Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag
HS,2018,2018,2018,0,0,2,Export,398,Kazakhstan,KAZ,31,Azerbaijan,AZE,,TOTAL,All Commodities,1,No Quantity,,,190000000,0
HS,2018,2018,2018,0,0,1,Import,398,Kazakhstan,KAZ,31,Azerbaijan,AZE,,TOTAL,All Commodities,1,No Quantity,,,38100000,0
HS,2019,2019,2019,0,0,2,Export,398,Kazakhstan,KAZ,31,Azerbaijan,AZE,,TOTAL,All Commodities,1,No Quantity,,,205000000,0
";

/// WITS by partner: thousands of dollars, a column per year, shares beside values.
pub(crate) const WITS: &str = "\
Reporter Name,Partner Name,Trade Flow,Product Group,Indicator,2019,2020,2021
Kazakhstan,Azerbaijan,Export,All Products,Export (US$ Thousand),205000.5,,287800
Kazakhstan,Azerbaijan,Export,All Products,Export Partner Share (%),0.36,0.2,0.48
Kazakhstan,Azerbaijan,Import,All Products,Import (US$ Thousand),44000,40000,44400
";

/// WITS, the summary of a country: millions of dollars.
pub(crate) const WITS_SUMMARY: &str = "\
Reporter,Partner,Product categories,Indicator Type,Indicator,2020,2021
Kazakhstan, World,All Products,Export,Export(US$ Mil),46949.6,60321.0
Kazakhstan, World,All Products,Export,Export Product Share(%),100,100
Kazakhstan, World,Fuels,Export,Export(US$ Mil),27306.6,35000.5
";

/// IMF, Direction of Trade Statistics in bulk: dollars, columns of all frequencies, a row of status below each of values, and a
/// comma at the end of every line.
pub(crate) const IMF_DOTS: &str = "\
\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"Counterpart Country Name\",\"Counterpart Country Code\",\"Attribute\",\"2020\",\"2020Q1\",\"2020M01\",\"2021\",\"2021Q1\",\"2021M01\",
\"Kazakhstan\",\"916\",\"Goods, Value of Exports, Free on board (FOB), US Dollars\",\"TXG_FOB_USD\",\"Azerbaijan\",\"912\",\"Value\",\"150000000\",\"\",\"11000000\",\"287800000\",\"61000000\",\"21000000\",
\"Kazakhstan\",\"916\",\"Goods, Value of Exports, Free on board (FOB), US Dollars\",\"TXG_FOB_USD\",\"Azerbaijan\",\"912\",\"Status\",\"E\",\"\",\"\",\"\",\"\",\"\",
\"Kazakhstan\",\"916\",\"Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars\",\"TMG_CIF_USD\",\"Azerbaijan\",\"912\",\"Value\",\"40000000\",\"\",\"\",\"44400000\",\"\",\"\",
\"Kazakhstan\",\"916\",\"Goods, Value of Imports, Free on board (FOB), US Dollars\",\"TMG_FOB_USD\",\"Azerbaijan\",\"912\",\"Value\",\"38000000\",\"\",\"\",\"42000000\",\"\",\"\",
\"Kazakhstan\",\"916\",\"Goods, Value of Trade Balance, US Dollars\",\"TBG_USD\",\"Azerbaijan\",\"912\",\"Value\",\"110000000\",\"\",\"\",\"243400000\",\"\",\"\",
";

/// The same statistics with a column per indicator.
pub(crate) const IMF_PANEL: &str = "\
Country Name,Country Code,Counterpart Country Name,Counterpart Country Code,Time Period,\"Goods, Value of Exports, Free on board (FOB), US Dollars (TXG_FOB_USD)\",\"Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars (TMG_CIF_USD)\",\"Goods, Value of Trade Balance, US Dollars (TBG_USD)\"
Kazakhstan,916,Azerbaijan,912,2020,150000000,40000000,110000000
Kazakhstan,916,Azerbaijan,912,2021,287800000,44400000,243400000
";

/// IMF data portal, SDMX: dollars times a power of ten.
pub(crate) const IMF_SDMX: &str = "\
DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE
IMF.STA:IMTS(1.0.0),KAZ,XG_FOB_USD,AZE,A,2020,150000000,0
IMF.STA:IMTS(1.0.0),KAZ,XG_FOB_USD,AZE,A,2021,287.8,6
IMF.STA:IMTS(1.0.0),KAZ,MG_CIF_USD,AZE,A,2021,44400000,0
IMF.STA:IMTS(1.0.0),KAZ,MG_FOB_USD,AZE,A,2021,42000000,0
IMF.STA:IMTS(1.0.0),KAZ,XG_FOB_USD,AZE,M,2021-M01,21000000,0
";

/// IMF data portal with a column per period.
pub(crate) const IMF_PORTAL: &str = "\
DATASET,SERIES_CODE,COUNTRY.ID,COUNTRY,COUNTERPART_COUNTRY.ID,COUNTERPART_COUNTRY,INDICATOR.ID,INDICATOR,FREQUENCY,SCALE.ID,SCALE,2020,2021,2021-M01
IMF.STA:IMTS(1.0.0),KAZ.XG_FOB_USD.AZE.A,KAZ,Kazakhstan,AZE,Azerbaijan,XG_FOB_USD,\"Exports of goods, Free on board (FOB), US dollar\",Annual,6,Millions,150,287.8,
IMF.STA:IMTS(1.0.0),KAZ.XG_FOB_USD.AZE.M,KAZ,Kazakhstan,AZE,Azerbaijan,XG_FOB_USD,\"Exports of goods, Free on board (FOB), US dollar\",Monthly,6,Millions,,,21
IMF.STA:IMTS(1.0.0),KAZ.MG_CIF_USD.AZE.A,KAZ,Kazakhstan,AZE,Azerbaijan,MG_CIF_USD,\"Imports of goods, Cost insurance freight (CIF), US dollar\",Annual,6,Millions,40,44.4,
";

/// Exports and imports side by side in thousands of dollars, as national offices name them.
pub(crate) const SIDE_BY_SIDE: &str = "\
Внешняя торговля Республики Казахстан;;;;
Страна;Год;Товарооборот, тыс. долл. США;Экспорт, тыс. долл. США;Импорт, тыс. долл. США
Азербайджан;2020;190 000,5;150 000,5;40 000,0
Азербайджан;2021;332 200,0;287 800,0;44 400,0
Грузия;2020;100 000,0;90 000,0;10 000,0
Грузия;2021;110 000,0;95 000,0;15 000,0
";

/// A long table, as plain as can be and less so.
pub(crate) const LONG: &str =
    "series,period,value,source\nA,2020,1.5,x\n\"B\",2020-Q1,10,\"y, z\"\r\nA,2021,2,\nB,2020-Q2,,w\n";
pub(crate) const LONG_SEMICOLON: &str =
    "Table 1. Trade\n\n\"Pair\";\"Month\";\"Turnover\"\nA-B;01.01.2020;1.234,5\nA-B;01.02.2020;1.300,25\n";

/// A wide table.
pub(crate) const WIDE: &str =
    "country,2019,2020,2021,2020-Q1\nA,1,2,3,0.5\nB,4,,6,\nA,7,8,9,\n\"C\nD\",1,,,2\n";

/// All of them.
pub(crate) const ALL: [&str; 12] = [
    COMTRADE_PLUS,
    COMTRADE,
    WITS,
    WITS_SUMMARY,
    IMF_DOTS,
    IMF_PANEL,
    IMF_SDMX,
    IMF_PORTAL,
    SIDE_BY_SIDE,
    LONG,
    LONG_SEMICOLON,
    WIDE,
];
